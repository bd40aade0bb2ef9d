"""`python -m datamap` is the command `datamap`."""

from datamap.cli import main

if __name__ == "__main__":
    main()

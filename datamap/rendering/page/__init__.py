"""The parts of the web page: its values, its markup, its style and its script."""

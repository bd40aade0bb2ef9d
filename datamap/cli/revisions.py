"""Maps as a git revision has them: `main:map.yaml`, with all that they include."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import click

_ENDINGS = (".yaml", ".yml", ".json", ".toml", ".csv", ".parquet")


@contextmanager
def as_file(name: str) -> Iterator[tuple[str, str, str]]:
    """A path at which a map can be read: the file of that name, or a copy of what `REVISION:PATH` names.

    Gives the path, and what stands in it for the folder of the copy: that folder, and the words to put there.

    Raises:
        UsageError: there is no such revision, or no such file in it.
    """
    revision, colon, path = name.partition(":")
    if not colon or not revision or not path or os.path.exists(name) or len(revision) == 1:
        yield name, "", ""
        return
    with TemporaryDirectory(prefix="datamap-") as folder:
        folder = os.path.realpath(folder)
        yield os.path.join(folder, _copied(revision, path, folder)), folder + os.sep, f"{revision}:"


def _copied(revision: str, path: str, folder: str) -> str:
    """Copy all that a map may consist of into a folder; the path of the map in it."""
    commit = _git(
        "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", otherwise=f"git knows no revision {revision!r}"
    )
    top = _git("rev-parse", "--show-toplevel", otherwise="this is no git repository").decode().strip()
    known = _git("ls-tree", "-r", "-z", "--full-tree", "--name-only", commit.decode().strip(), otherwise="the revision cannot be read")
    files = [file for file in known.decode("utf-8", "surrogateescape").split("\0") if file]
    here = os.path.relpath(os.path.join(os.path.realpath(os.curdir), path), os.path.realpath(top)).replace(os.sep, "/")
    found = next((each for each in (os.path.normpath(path).replace(os.sep, "/"), here) if each in files), None)
    if found is None:
        raise click.UsageError(f"there is no file {path} in revision {revision}; its path counts from the top of the repository")
    kinds = [f":(top,glob)**/*{ending}" for ending in _ENDINGS if any(file.endswith(ending) for file in files)]
    packed = _git(
        "-C",
        top,
        "archive",
        "--format=tar",
        commit.decode().strip(),
        "--",
        *kinds,
        f":(top,literal){found}",
        otherwise="the revision cannot be read",
    )
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return found


def _git(*args: str, otherwise: str) -> bytes:
    try:
        done = subprocess.run(("git", *args), capture_output=True, check=False)
    except FileNotFoundError:
        raise click.UsageError("a revision needs git, which is not on the PATH") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise click.UsageError(otherwise + (f": {said[-1]}" if said else ""))
    return done.stdout

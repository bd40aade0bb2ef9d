"""Everything a user wrote, made safe for the language it is written into."""

from __future__ import annotations

from html import escape

from datamap.rendering.lettering import clean


def html(text: str) -> str:
    """Text for HTML and SVG, in content or in a quoted attribute."""
    return escape(clean(text), quote=True)


def label(text: str) -> str:
    """Text for Graphviz's HTML-like labels, in which a single backslash would start an escape sequence."""
    return html(text).replace("\\", "\\\\")


def quoted(text: str) -> str:
    """A quoted DOT string, shown as written: no escape sequence and no entity in it is read by Graphviz."""
    return '"' + clean(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') + '"'


def quoted_lines(lines: tuple[str, ...]) -> str:
    """A quoted DOT string of several lines, as a tooltip has it."""
    return '"' + "\\n".join(quoted(line)[1:-1] for line in lines) + '"'


def name(text: str) -> str:
    """A DOT identifier, in quotes. Nothing but quotes is special there."""
    return '"' + clean(text).replace("\\", "/").replace('"', "'") + '"'


def mermaid(text: str) -> str:
    """Text for a quoted Mermaid label: entities instead of every character that Mermaid, Markdown or HTML would read."""
    return "".join(char if char.isalnum() or char in " .,-·×√?" or ord(char) > 0x2FF else f"#{ord(char)};" for char in clean(text))


def d2(*lines: str) -> str:
    """A quoted D2 string of several lines: no escape, no substitution (`${x}`) and no end of the string in what was written."""
    safe = (clean(line).replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$") for line in lines)
    return '"' + "\\n".join(safe) + '"'

"""The world map: the same transfers as the diagram, from place to place."""

from __future__ import annotations

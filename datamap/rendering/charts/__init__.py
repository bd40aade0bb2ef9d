"""Charts of a map that stand on a grid instead of a graph: the Sankey diagram, the matrix, the timeline."""

from __future__ import annotations

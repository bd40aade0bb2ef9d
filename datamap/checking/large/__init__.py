"""Maps of more than 20,000 transfers: the questions to a map, answered for classes of transfers."""

from datamap.checking.large.reporting import LargeReport, report

__all__ = ["LargeReport", "report"]

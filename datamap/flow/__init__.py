"""Where data goes: the propagation engine, chains of transfers, and the networkx view."""

from datamap.flow.flows import Carried, Flow
from datamap.flow.network import Network
from datamap.flow.view import graph

__all__ = ["Carried", "Flow", "Network", "graph"]

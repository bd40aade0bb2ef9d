"""The benchmark's peers answer the same question: what is compared is comparable."""

from __future__ import annotations

import numpy as np
import pytest
from arrays import Estate
from peers import PACKAGES, PEERS

from datamap.flow import fast


@pytest.mark.parametrize("peer", [peer for peer in PEERS if peer != "numpy engine"])
def test_a_peer_gives_the_answer_of_the_engine(peer, monkeypatch):
    for package in PACKAGES.get(peer, ()):
        pytest.importorskip(package, reason=f"{package} is not installed (the extra `bench`)")
    monkeypatch.setattr(fast, "LARGE", fast.LARGE)
    monkeypatch.setattr(fast, "WORTH", fast.WORTH)
    estate = Estate(300)
    held = PEERS["numpy engine"](estate)
    assert held.any()
    assert np.array_equal(PEERS[peer](estate), held)

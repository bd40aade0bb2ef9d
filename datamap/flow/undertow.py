"""Claims of an estate, kept as sets of keys by node, when they go round in circles."""

from __future__ import annotations

import numpy as np

from datamap.flow import circles
from datamap.flow.arcs import Arcs, Whole, Words
from datamap.flow.circles import Open, pairs
from datamap.flow.tags import Tags


def unfed(arcs: Arcs, operator: Whole, tags: Tags, claimed: Words, free: Words) -> tuple[Words, Words]:
    """The claims in circles that no other claim feeds: of those about some people, and of those that may be about anybody (`free`)."""
    size, count = tags.wide * 64, len(tags.groups)
    (nodes, labels), (loose, keys) = pairs(claimed), pairs(free)
    at, of = np.concatenate([nodes, loose]), np.concatenate([labels, keys + (count - 1) * size])
    claim, given = _below(tags, of)
    anyone = claim >= len(nodes)
    every = (given[anyone] % size)[:, None] + np.arange(count) * size
    wanted = np.concatenate([claim[~anyone], np.repeat(claim[anyone], count)]), np.concatenate([given[~anyone], every.ravel()])
    found = circles.unfed(arcs, operator, Open(at, (claim, given), wanted))
    stated = found < len(nodes)
    first, rest = np.zeros_like(claimed), np.zeros_like(free)
    for words, which, bits in ((first, found[stated], of), (rest, found[~stated], of % size)):
        np.bitwise_or.at(words, (at[which], bits[which] // 64), np.uint64(1) << (bits[which] % 64).astype(np.uint64))
    return first, rest


def _below(tags: Tags, labels: Whole) -> tuple[Whole, Whole]:
    """Labels with all below: the number of each, and what it stands for."""
    below = [np.array([tags.place[name] for name in tags.under(key)], np.int64) for key in tags.keys]
    key = labels % (tags.wide * 64)
    counts = np.array([len(found) for found in below], np.int64)[key]
    of = np.repeat(np.arange(len(labels)), counts)
    return of, np.concatenate([np.zeros(0, np.int64), *(below[at] for at in key.tolist())]) + (labels - key)[of]

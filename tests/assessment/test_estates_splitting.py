"""Classes are split in the same way however many of them are looked at together, and each row is in one piece."""

import numpy as np
import pytest

from datamap.assessment.estates import EstateScene, judge_estate, splitting
from datamap.checking import large
from datamap.law import LawBook
from datamap.model.estate import Estate
from tests.assessment.estates import random_map

LAW = LawBook.default()


def scene(seed):
    m = random_map(seed, 200)
    return EstateScene(Estate.of_map(m), m.day(), LAW, m.origin)


@pytest.mark.parametrize("block", [1, 7])
def test_small_blocks_say_the_same(monkeypatch, block):
    together = [large.report(scene(seed), "map", None, None, ()).to_json() for seed in range(3)]
    monkeypatch.setattr(splitting, "BLOCK", block)
    assert [large.report(scene(seed), "map", None, None, ()).to_json() for seed in range(3)] == together


def test_every_row_of_a_class_is_in_one_piece_with_what_it_carries():
    split = 0
    for seed in range(8):
        here = scene(seed)
        promised = [np.uint64(1 << seed % 8) * here.tide.carried[row].astype(bool) for row in range(0, len(here.tide.rows), 7)]
        for answers in judge_estate(here, promised=promised):
            judge = answers.judge
            numbers = sorted(judge.slots)
            for number, found in zip(numbers, splitting.pieces(judge, numbers, promised), strict=True):
                rows = np.concatenate([piece.rows for piece in found])
                assert sorted(rows.tolist()) == np.flatnonzero(judge.scene.fold.every == number).tolist()
                split += len(found) > 1
                for piece in found:
                    carried = here.tide.carried[piece.rows]
                    assert (piece.carried == np.bitwise_or.reduce(carried, axis=0)).all()
                    assert all(len({bool((one & mask).any()) for one in carried}) == 1 for mask in promised)
                    told = [(slot, piece.carried & slot.mask) for slot, _ in piece.told if slot.carrier < 0]
                    assert all(labels.any() for _, labels in told)
                    bits = {id(slot): labels for slot, labels in piece.told}
                    assert all(bits[id(slot)] == int.from_bytes(labels.astype("<u8").tobytes(), "little") for slot, labels in told)
    assert split > 10

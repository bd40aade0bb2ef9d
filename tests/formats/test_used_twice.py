"""Whether an id is used twice: told for a million of them without a look at each."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest

from datamap.formats.columns import clashing


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
@pytest.mark.parametrize("seed", range(4))
def test_texts_are_told_apart_and_known_again(seed: int, kind: pa.DataType) -> None:
    dice = random.Random(seed)
    texts = list({"".join(dice.choices("abc", k=dice.choice((0, 1, 2, 7, 8, 9, 15, 16, 17, 40, 700)))) for _ in range(400)})
    dice.shuffle(texts)
    half = len(texts) // 2
    chunks = [
        pa.array(["lost", *texts[:half], None], kind).slice(1),
        pa.array(texts[half:], kind),
        pa.array([], kind),
        pa.array([None], kind),
    ]
    assert clashing._unique(chunks)
    again = [None, dice.choice(texts)]
    assert not clashing._unique([*chunks, pa.array(again, kind)])
    assert not clashing._unique([*chunks, pa.array(again, pa.string()).slice(1)])
    assert clashing._unique([])

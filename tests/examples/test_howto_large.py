"""The page on large maps does what it says."""

import pyarrow as pa
import pyarrow.parquet as parquet

from tests.examples.following import BLOCK, ROOT

PAGE = (ROOT / "docs" / "howto-large.md").read_text(encoding="utf-8")
MANY = 20_400


def test_the_page_in_python(tmp_path, monkeypatch):
    blocks = [(block["kind"], block["text"]) for block in BLOCK.finditer(PAGE)]
    (written,) = [text for kind, text in blocks if kind == "yaml"]
    (tmp_path / "map.yaml").write_text(written, encoding="utf-8")
    systems = [f"s{at}" for at in range(50)]
    parquet.write_table(
        pa.table({"id": systems, "location": ["DE", "US"] * 25, "operator": ["shop", "host"] * 25}), tmp_path / "systems.parquet"
    )
    ends = [("customers", "shop"), ("shop", "host"), *((systems[at % 50], systems[at * 7 % 50]) for at in range(MANY - 2))]
    rows = {
        "id": [None, None, *(f"t{at}" for at in range(MANY - 2))],
        "from": [start for start, _ in ends],
        "to": [end for _, end in ends],
        "data_categories": ["user.contact"] * MANY,
    }
    parquet.write_table(pa.table(rows), tmp_path / "transfers.parquet")
    monkeypatch.chdir(tmp_path)
    here = {}
    for kind, text in blocks:
        if kind == "python":
            exec(text, here)
    assert here["table"].num_rows >= MANY
    assert len(here["m"].transfers) == MANY - 1
    assert here["report"].to_json() == here["m"].check().to_json()
    assert here["report"].told("support") is not None
    assert "judged by classes" in here["report"].notes[0]

"""The matrix: who exports to whom, what stands in the cells, in which order, and what is folded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from picture_maps import STATUS, ZONES, assessment, generated, generated_report, report, wechat, wechat_report

import datamap as dm
from datamap.errors import LawError, QuestionError
from datamap.findings import Status
from datamap.rendering import main_regime, matrix
from datamap.rendering.charts.matrix_cells import MOST_ACROSS, Grid, grid
from datamap.rendering.frames import Geography
from datamap.rendering.palette import Sign
from datamap.rendering.selection import Selection


def cells(m: dm.DataMap, judged: dm.Report) -> Grid:
    """The grid of a map under the EU's regime."""
    return grid(m, judged, "eu-gdpr", Geography.of(m, judged, ZONES, STATUS), Selection())


def placed() -> tuple[dm.DataMap, dm.Report]:
    """The messaging service, its importers declared as a check declares them."""
    m = wechat()
    judged = wechat_report(m)
    importers = {"nl-hk": "oriental", "tis_europe..ontario": "wechat_ca", "tis_europe..tis_pte": "tis_pte"}
    told = tuple(
        replace(one, importer=importers.get(one.transfer), exporter=one.exporter if one.transfer in importers else None)
        for one in judged.assessments
    )
    return m, replace(judged, assessments=(*told, assessment("desk", Status.UNKNOWN, exporter="oriental", onward=True)))


def test_the_table(golden: Callable[[str, str], None]) -> None:
    m, judged = placed()
    drawn = matrix(m, judged, named="EU General Data Protection Regulation", zones=ZONES, status=STATUS)
    golden("matrix.txt", drawn.to_text())


def test_rows_are_exporters_and_columns_importers() -> None:
    found = cells(*placed())
    assert {side.key for side in found.rows} == {"tis_europe", "oriental"}
    assert {side.key for side in found.columns} == {"oriental", "wechat_ca", "tis_pte", "shenzhen"}
    assert found.cells["tis_europe", "oriental"].sign is Sign.UNCOVERED
    assert [str(chip) for chip in found.cells["tis_europe", "tis_pte"].chips] == ["√ SCC module 1 + TIA"]
    assert found.cells["oriental", "shenzhen"].onward


def test_people_are_never_exporters() -> None:
    m, judged = placed()
    assert any(one.transfer == "eea_users..tis_europe" for one in judged.assessments)
    assert "eea_users" not in {side.key for side in cells(m, judged).rows}


def test_a_forbidden_place_stands_first_and_says_so() -> None:
    m, judged = placed()
    first = cells(m, judged).columns[0]
    assert (first.key, first.shut, first.status) == ("shenzhen", True, "forbidden by policy no-mainland")
    assert "forbidden by policy" in matrix(m, judged, zones=ZONES, status=STATUS).svg()


def test_one_place_is_one_band() -> None:
    m = generated(100)
    areas = [side.area for side in cells(m, generated_report(m)).columns]
    assert len(areas) > 5
    assert len({area for index, area in enumerate(areas) if index == 0 or areas[index - 1] != area}) == len(set(areas))


def test_many_importers_are_folded_by_place() -> None:
    m = generated(200)
    found = cells(m, generated_report(m))
    assert len(found.columns) <= MOST_ACROSS
    assert any(side.name.endswith("parties") for side in found.columns)
    assert sum(len(cell.legs) for cell in found.cells.values()) == len({one.transfer for one in generated_report(m).assessments})


def test_the_regime_that_restricts_most_is_chosen() -> None:
    m = wechat()
    both = (assessment("nl-hk", Status.UNCOVERED), *(assessment(leg.id, Status.COVERED, regime="uk-gdpr") for leg in m.legs[3:6]))
    assert main_regime(report(m, both)) == "uk-gdpr"
    assert main_regime(report(m)) is None
    assert "UK law" in matrix(m, report(m, both)).title


def test_where_no_transfer_is_bound_the_picture_says_so() -> None:
    drawn = matrix(wechat(), report(wechat()), regime="ch-fadp", named="Swiss act")
    assert "No transfer falls under Swiss act." in drawn.svg()
    assert drawn.table.rows == ()


def test_a_regime_that_does_not_exist_is_refused() -> None:
    m = dm.DataMap(on="2021-01-01")
    with pytest.raises(LawError, match="did you mean eu-gdpr"):
        m.matrix(regime="eu-gdprr")
    with pytest.raises(QuestionError, match="no theme 'neon'"):
        m.matrix(theme="neon")


def test_a_map_judges_itself() -> None:
    m = generated(20).model_copy(update={"on": date(2020, 11, 20)})
    drawn = m.matrix(regime="eu-gdpr")
    assert drawn.title.startswith("Exporters and importers under EU General Data Protection Regulation")
    assert "judged on 2020-11-20" in str(drawn)

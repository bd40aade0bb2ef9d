"""Spark answers what the local engine answers: random maps beside one another in one, so that a single run settles them all."""

from __future__ import annotations

import os
import random
import shutil

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from maps import DAY, maps

from datamap.errors import QuestionError
from datamap.flow import Network
from datamap.model import DataMap, DataSubjects, Entity, System, Taxonomy, Transfer

pytest.importorskip("pyspark", reason="pyspark is not installed (the extra `spark`)")
if not shutil.which("java", path=os.pathsep.join((os.environ.get("JAVA_HOME", "") + "/bin", os.environ.get("PATH", "")))):
    pytest.skip("there is no Java, which Spark runs on", allow_module_level=True)

from pyspark.sql import SparkSession

from datamap.flow.spark import reach

COLUMNS = ("id", "from", "to", "data_categories", "data_subjects", "drops", "anonymised", "evidence", "starts", "ends")


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """A session without what pays off only for large data."""
    builder = SparkSession.builder.master("local[2]").appName("datamap")
    for key, value in (
        ("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
        ("spark.sql.shuffle.partitions", "1"),
        ("spark.default.parallelism", "1"),
        ("spark.sql.adaptive.enabled", "false"),
        ("spark.sql.codegen.wholeStage", "false"),
        ("spark.sql.codegen.factoryMode", "NO_CODEGEN"),
        ("spark.ui.enabled", "false"),
        ("spark.ui.showConsoleProgress", "false"),
        ("spark.driver.bindAddress", "127.0.0.1"),
        ("spark.driver.host", "127.0.0.1"),
        ("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse"))),
    ):
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.setCheckpointDir(str(tmp_path_factory.mktemp("checkpoints")))
    yield session
    session.stop()


def table(spark, m):
    """The transfers of a map as they lie in a table."""
    rows = []
    for t in m.transfers:
        lists = ("|".join(part) for part in (t.from_, t.to, t.data_categories, t.data_subjects, t.drops))
        rows.append((t.id, *lists, str(t.anonymised).lower(), t.evidence, *(str(day or "") for day in (t.starts, t.ends))))
    return spark.createDataFrame(rows, ", ".join(f"`{name}` string" for name in COLUMNS))


def beside_one_another(count):
    """Random maps whose nodes have nothing to do with one another, and transfers of many categories among all of them."""
    found = []

    @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate])
    @seed(7)
    @given(maps())
    def gather(m):
        found.append(m)

    gather()
    people = list(found[0].data_subjects.values())
    groups = {group.id for group in people}
    entities, systems, transfers = [], [], []
    for number, m in enumerate(found):

        def named(name, number=number):
            return name if name in groups or not name else f"m{number}.{name}"

        entities += [entity.model_copy(update={"id": named(entity.id)}) for entity in m.entities.values()]
        renamed = ("id", "operator", "host")
        systems += [system.model_copy(update={key: named(getattr(system, key)) for key in renamed}) for system in m.systems.values()]
        transfers += [t.model_copy(update={"from_": tuple(map(named, t.from_)), "to": tuple(map(named, t.to))}) for t in m.transfers]
    dice = random.Random(3)
    keys = [*Taxonomy.of({})][:40]
    ends = [node.id for node in entities + systems]
    transfers += [Transfer(from_=dice.choice(ends), to=dice.choice(ends), data_categories=dice.sample(keys, 3)) for _ in range(count)]
    transfers += [Transfer(from_=dice.sample(ends, 2), to=dice.sample(ends, 2), data_categories=dice.sample(keys, 2)) for _ in range(3)]
    return DataMap(on=DAY, data_subjects=people, entities=entities, systems=systems, transfers=transfers)


def local(m):
    """What the local engine says in the same words."""
    network = Network.of(m, DAY)
    keys = {key for leg in network.legs for key in (*leg.transfer.data_categories, *leg.transfer.drops)}
    labels = [(key, who) for key in keys for who in (None, *m.data_subjects)]
    found = {(node, *label, network.witness(node, *label)) for node in network.nodes for label in labels}
    return {(node, key, who, flow.certain) for node, key, who, flow in found if flow and flow.data_category == key}


def test_the_same_data_at_the_same_nodes(spark):
    m = beside_one_another(10)
    assert len({key for t in m.transfers for key in t.data_categories}) * 3 > 64
    systems = spark.createDataFrame([(s.id, s.operator, s.host) for s in m.systems.values()], "id string, operator string, host string")
    frame = m.model_copy(update={"transfers": (), "systems": {}})
    found = [tuple(row) for row in reach(frame, table(spark, m), systems=systems).collect()]
    assert set(found) == local(m)
    assert len(found) == len(set(found))


def test_columns_that_are_missing_lists_as_arrays_and_rounds_on_disk(spark):
    m = DataMap(
        on=DAY,
        data_subjects=[DataSubjects(id="ann")],
        entities=[Entity(id="acme", location="NL"), Entity(id="bolt", location="NL")],
        systems=[System(id="disk", location="NL", operator="acme", host="bolt")],
    )
    rows = [(["ann"], ["disk"], ["user.contact.email", "user.name"])]
    transfers = spark.createDataFrame(rows, "`from` array<string>, to array<string>, data_categories array<string>")
    found = {tuple(row) for row in reach(m, transfers, reliable=True).collect()}
    nodes = ("ann", "disk", "acme", "bolt")
    assert found == {(node, key, "ann", True) for node in nodes for key in ("user.contact.email", "user.name")}


@pytest.mark.parametrize(
    ("category", "people", "wrong"),
    [("user.nonsense", "", "no data category"), ("user", "eve", "does not know"), ("", "", "cannot be read")],
)
def test_what_the_map_does_not_know_is_refused(spark, category, people, wrong):
    m = DataMap(on=DAY, entities=[Entity(id="acme", location="NL")])
    transfers = spark.createDataFrame(
        [("acme", "acme", category, people)], "`from` string, to string, data_categories string, data_subjects string"
    )
    with pytest.raises(QuestionError, match=wrong):
        reach(m, transfers)

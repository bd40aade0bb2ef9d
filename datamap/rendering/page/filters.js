// The filters and the search: they act on both pictures and on every list at once.
const wanted = (id) => by(id)?.value ?? "";
const fixedText = transfers.map((one) =>
  [word(one.from), word(one.to), one.id, ...one.names.map(word), ...one.facts.map(([, value]) => word(value))].join(" ").toLowerCase(),
);

/** Which transfers of the day have what is asked for, with and without the words searched. */
const sought = () => {
  const [category, people, regime, status, rule] = ["category", "people", "regime", "status", "rule"].map(wanted);
  const words = wanted("search").trim().toLowerCase();
  const named = new Set(rule ? day.findings.filter((place) => findings[place].rule === rule).flatMap((place) => findings[place].at) : []);
  const there = transfers.map((_, transfer) => transfer).filter((transfer) => day.signs[transfer] >= 0);
  const asked = there.filter(
    (transfer) =>
      (!category || transfers[transfer].cats.includes(Number(category))) &&
      (!people || transfers[transfer].people.includes(Number(people))) &&
      (!status || sign(transfer) === status) &&
      (!regime || day.answers[transfer].some((answer) => word(record.answers[answer][0]) === regime)) &&
      (!rule || named.has(transfer)),
  );
  const left = words ? asked.filter((transfer) => `${fixedText[transfer]} ${chips(transfer).toLowerCase()}`.includes(words)) : asked;
  const [askedSet, leftSet] = [new Set(asked), new Set(left)];
  const fits = (card) =>
    (!rule || card.rule === rule) &&
    (!regime || !card.regime || card.regime === regime) &&
    (!(category || people || status || (regime && !card.regime)) || touches(card.at, askedSet)) &&
    (!words || card.text.includes(words) || touches(card.at, leftSet));
  return { there, left, fits, narrowed: Boolean(category || people || status || regime || rule || words) };
};

const filter = () => {
  const { there, left, fits, narrowed } = sought();
  fitting = narrowed ? new Set(left) : null;
  const kept = { transfers: left.map((transfer) => rows[transfer]) };
  const whole = { transfers: there.length, findings: day.findings.length, questions: day.questions.length };
  for (const [name, cards] of [["findings", findings], ["questions", questions]]) {
    kept[name] = day[name].map((place) => cards[place]).filter(fits).map((card) => card.node);
  }
  for (const [name, list] of lists) {
    put(list, kept[name]);
    list.none.textContent = narrowed ? "Nothing here fits the filters." : "None.";
    by(`${name}-tab`).querySelector(".many").textContent = narrowed ? `${kept[name].length}/${whole[name]}` : whole[name].toLocaleString("en");
  }
  const of = (name, noun) => (narrowed ? `${kept[name].length.toLocaleString("en")} of ${count(whole[name], noun)}` : count(whole[name], noun));
  by("said").textContent = [of("transfers", "transfer"), ...(lists.has("findings") ? [of("findings", "finding")] : [])].join(" · ");
  idle(by("clear"), !narrowed);
  by("tools").classList.toggle("narrowed", narrowed);
  paint();
};

by("filters").addEventListener("input", filter);
by("filters").addEventListener("submit", (event) => event.preventDefault());
by("filters").addEventListener("reset", () => setTimeout(filter));

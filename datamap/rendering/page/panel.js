// What is chosen: a transfer, several, or a finding, with everything that is said of it.
let back = null; // where the focus returns to
let opened = null; // opens the same again, on another day

const UNBOUND = "No law in the law book binds either end or this data: nothing is restricted.";

const listed = (kind, items) => (items.length ? make(kind, {}, ...items.map((item) => make("li", {}, ...item))) : null);
const cited = (text, cite) => [word(text), ...(cite >= 0 ? [" ", make("cite", {}, word(cite))] : [])];
const facts = (pairs) =>
  pairs.length ? make("dl", {}, ...pairs.flatMap(([label, value, code]) => [make("dt", {}, word(label)), make("dd", {}, make(code ? "code" : "span", {}, word(value)))])) : null;

const answer = ([regime, at, title, parties, parts, reasons, failed, assumed]) =>
  make(
    "section",
    { class: "answer", "data-sign": record.signs[at] },
    make("h3", {}, make("span", { class: "law" }, word(regime)), ` ${record.marks[at]} ${word(title)}`),
    facts(parties),
    listed("ul", parts.map((part) => [word(part)])),
    listed("ol", reasons.map(([text, cite]) => cited(text, cite))),
    failed.length
      ? make("div", { class: "failed" }, make("h4", {}, "What does not carry it"), listed("ul", failed.map(([text, cite]) => cited(text, cite))))
      : null,
    assumed.length ? make("div", {}, make("h4", {}, "Assumed"), listed("ul", assumed.map((text) => [word(text)]))) : null,
  );

const step = (transfer, current) => {
  const said = chips(transfer);
  const inside = [make("span", { class: "ends" }, ends(transfer)), make("span", { class: "said" }, said || `${mark(transfer)} ${transfers[transfer].names.map(word).join(", ")}`)];
  const button = make("button", { type: "button", "data-sign": sign(transfer), "aria-current": current ? "true" : null }, ...inside);
  button.addEventListener("click", () => choose([transfer]));
  return button;
};

const chain = (path, current, title = "Chain") =>
  path.length > 1
    ? make("section", { class: "steps" }, make("h3", {}, title), listed("ol", path.map((transfer) => [step(transfer, transfer === current)])))
    : null;

/** The chains to tell of a transfer: the longest that a finding names, else those by which its data comes. */
const chainsOf = (transfer, found) => {
  const told = found.map((card) => card.path).filter((path) => path.includes(transfer)).sort((a, b) => b.length - a.length);
  const come = transfers[transfer].chains.filter((path) => path.every((one) => day.signs[one] >= 0));
  return told.length && told[0].length > 1 ? told.slice(0, 1) : come;
};

const transferParts = (transfer) => {
  const one = transfers[transfer];
  const pills = make("p", { class: "pills" }, ...one.names.map((name) => make("span", {}, word(name))));
  const found = day.findings.map((place) => findings[place]).filter((card) => card.at.includes(transfer));
  const answers = day.answers[transfer].map((place) => answer(record.answers[place]));
  const there = day.signs[transfer] >= 0;
  return [
    pills,
    facts(one.facts),
    there ? null : make("p", { class: "quiet" }, "There is no such transfer on this day."),
    ...answers,
    there && !answers.length ? make("p", { class: "quiet" }, day.on ? UNBOUND : day.says) : null,
    ...chainsOf(transfer, found).map((path, number) => chain(path, transfer, number ? "And by this chain" : "Chain")),
    found.length ? make("h3", {}, count(found.length, "finding")) : null,
    found.length ? make("ol", { class: "cards" }, ...found.map((card) => copy(card))) : null,
  ];
};

/** A card as it stands in the list, to be shown once more. */
const copy = (card) => {
  const node = card.node.cloneNode(true);
  node.hidden = false;
  node.querySelector("button").tabIndex = 0;
  node.addEventListener("click", () => openFinding(card));
  return node;
};

const open = (title, signed, inside, lit, path, origin, about = "") => {
  const first = !opened || origin;
  if (origin) back = origin;
  chosen = { transfers: new Set(lit), chain: new Set(path), home: day.home[about] || [] };
  const away = make("button", { type: "button", class: "away" }, "← all findings and transfers");
  away.addEventListener("click", leave);
  const heading = make("h2", { id: "chosen-title", tabindex: "-1", "data-sign": signed }, title);
  by("chosen").replaceChildren(away, heading, ...inside.filter((one) => one !== null));
  by("chosen").hidden = false;
  by("lists").hidden = true;
  by("aside").scrollTop = 0;
  if (first) heading.focus({ preventScroll: matchMedia("(min-width: 62rem)").matches });
  paint();
};

/** Puts what is chosen, and the day, into the address, so that it can be passed on. */
const name = (what) => {
  if (location.protocol === "about:") return;
  const parts = [what, day.on === days[record.own].on ? "" : `on=${day.on}`].filter(Boolean);
  history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname);
};

/** Opens one transfer, or a choice of several. */
const choose = (several, origin) => {
  const only = [...new Set(several)];
  opened = () => choose(several);
  name(only.length === 1 ? `transfer=${encodeURIComponent(transfers[only[0]].id)}` : "");
  if (only.length > 1) {
    const steps = listed("ol", only.slice(0, 200).map((transfer) => [step(transfer)]));
    steps.className = "steps";
    const more = only.length > 200 ? make("p", { class: "quiet" }, `and ${count(only.length - 200, "more transfer")}: search or filter to find them`) : null;
    return open(count(only.length, "transfer"), "free", [steps, more], only, [], origin);
  }
  const found = day.findings.map((place) => findings[place]).filter((card) => card.at.includes(only[0]));
  const path = [...found.flatMap((card) => (card.path.includes(only[0]) ? card.path : [])), ...chainsOf(only[0], found).flat()];
  open(ends(only[0]), sign(only[0]), transferParts(only[0]), only, path, origin);
};

const openFinding = (card) => {
  opened = () => {
    const again = day.findings.map((place) => findings[place]).find((one) => one.id === card.id);
    if (again) openFinding(again);
    else leave();
  };
  const { node, at, path } = card;
  name(`finding=${encodeURIComponent(card.id)}`);
  const title = all(".tag, .tag + span", node).map((part) => part.textContent).join(" ");
  const whole = all(":scope > p, .more > *", node).map((part) => part.cloneNode(true)).filter((part) => path.length < 2 || !part.matches(".chain"));
  const body = make("div", { class: "whole", "data-sign": node.dataset.sign }, ...whole);
  const judged = at.slice(0, 3).flatMap((transfer) => {
    const said = day.answers[transfer].map((place) => record.answers[place]).filter(([regime]) => !card.regime || word(regime) === card.regime);
    return said.length ? [make("div", { class: "steps" }, step(transfer)), ...said.map(answer)] : [];
  });
  const rest = at.length > 3 || !judged.length ? at.slice(judged.length ? 3 : 0, 60) : [];
  const others = rest.length ? make("section", { class: "steps" }, make("h3", {}, judged.length ? "Also concerns" : "Concerns"), listed("ol", rest.map((transfer) => [step(transfer)]))) : null;
  open(title, node.dataset.sign, [body, chain(path), judged.length ? make("h3", {}, "Why") : null, ...judged, others], at, path, node.querySelector("button"), card.about);
};

const leave = () => {
  name("");
  chosen = opened = null;
  by("chosen").hidden = true;
  by("lists").hidden = false;
  paint();
  if (back?.isConnected) back.focus();
  back = null;
};

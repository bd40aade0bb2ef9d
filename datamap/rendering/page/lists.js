// The lists of transfers, findings and questions. A long one grows as it is read: thousands at once would take seconds.
const AT_ONCE = 60;
const rows = all("#transfer-list > li");
const cardsOf = (selector) =>
  all(selector).map((node) => ({
    node,
    id: node.dataset.id || "",
    at: places(node.dataset.at),
    path: places(node.dataset.path),
    about: node.dataset.node || "",
    rule: node.dataset.rule || "",
    regime: node.dataset.regime || "",
    text: node.textContent.toLowerCase(),
  }));
const findings = cardsOf("#finding-list > li");
const questions = cardsOf("#question-list > li");
const lists = new Map(
  all("#lists .list").map((panel) => [panel.id, { room: panel.querySelector("ol"), more: panel.querySelector(".more-rows"), none: panel.querySelector(".none"), nodes: [], stop: null }]),
);

const grow = (list, to = list.room.childElementCount + AT_ONCE) => {
  list.room.append(...list.nodes.slice(list.room.childElementCount, to));
  const left = list.nodes.length - list.room.childElementCount;
  list.more.hidden = left === 0;
  list.more.textContent = `Show more (${left.toLocaleString("en")} left)`;
};

/** Puts into a list what is to be read in it, in this order. Outside the page meanwhile: there each change is dear. */
const put = (list, nodes) => {
  list.nodes = nodes;
  list.none.hidden = nodes.length > 0;
  list.room.remove();
  list.room.replaceChildren();
  grow(list);
  list.more.before(list.room);
  if (!nodes.includes(list.stop)) stopAt(list, nodes[0]);
};

/** A list is one stop of the Tab key: this one of its entries. Arrows go on from there. */
const stopAt = (list, node) => {
  if (list.stop) list.stop.querySelector("button").tabIndex = -1;
  if (node) node.querySelector("button").tabIndex = 0;
  list.stop = node;
};

const arrows = (list, event) => {
  const item = event.target.closest("li");
  if (event.key === "ArrowDown" && !item.nextElementSibling) grow(list);
  const ends = { Home: list.room.firstElementChild, End: list.room.lastElementChild };
  const to = { ArrowDown: item.nextElementSibling, ArrowUp: item.previousElementSibling, ...ends }[event.key];
  if (!to) return;
  event.preventDefault();
  stopAt(list, to);
  to.querySelector("button").focus();
};

/** What rows and cards say of the day. */
const fill = () => {
  rows.forEach((row, transfer) => {
    row.firstElementChild.dataset.sign = sign(transfer);
    row.querySelector(".said").textContent = chips(transfer);
  });
  day.findings.forEach((place, number) => {
    findings[place].node.querySelector(".tag").textContent = `F-${String(number + 1).padStart(2, "0")}`;
  });
};

for (const node of [...rows, ...[...findings, ...questions].map((card) => card.node)]) {
  node.hidden = false;
  node.querySelector("button").tabIndex = -1;
}
for (const list of lists.values()) {
  list.room.addEventListener("keydown", (event) => arrows(list, event));
  list.more.addEventListener("click", () => grow(list));
  new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && grow(list), { rootMargin: "400px" }).observe(list.more);
}
rows.forEach((row, transfer) => row.addEventListener("click", () => choose([transfer], row.firstElementChild)));
findings.forEach((card) => card.node.addEventListener("click", () => openFinding(card)));
questions.forEach((card) => card.node.addEventListener("click", () => card.at.length && choose(card.at, card.node.querySelector("button"))));
addEventListener("beforeprint", () => lists.forEach((list) => grow(list, list.nodes.length)));

// The two pictures: which of their parts stand for which transfers, what is lit, what is dimmed, and the keys that walk in them.
const SVG = "http://www.w3.org/2000/svg";
const views = ["diagram", "world"].map((name) => ({ name, room: by(name), parts: [], stops: [], at: -1, pieces: [] }));
let fitting = null; // transfers that the filters leave; null: all
let chosen = null; // { transfers, chain, home }: two sets, and the box and spot of a party; or null

const layer = (view) => view.room.querySelector("svg > g");

/** The node of a piece of a picture: the one that is there already, or a new one. */
const piece = (view, place) => {
  if (!view.pieces[place]) {
    const around = document.createElementNS(SVG, "g");
    around.innerHTML = record.pieces[view.name].new[place - record.pieces[view.name].first];
    view.pieces[place] = around.firstElementChild;
  }
  return view.pieces[place];
};

const redraw = (view) => {
  const shown = day[view.name];
  if (!shown) return drawHere(view);
  const [x, y, wide, high, dx, dy, listed] = shown;
  const used = new Set();
  const nodes = listed.map((place) => {
    const node = piece(view, place);
    if (used.has(place)) return node.cloneNode(true);
    used.add(place);
    return node;
  });
  const svg = view.room.querySelector("svg");
  svg.setAttribute("viewBox", `${x} ${y} ${wide} ${high}`);
  layer(view).setAttribute("transform", `translate(${dx} ${dy})`);
  layer(view).replaceChildren(...nodes);
  known(view);
};

/** Draws the diagram in the browser, where no renderer drew it before. */
const drawHere = (view) => {
  const wanted = day;
  view.parts = view.stops = [];
  Viz.instance()
    .then((viz) => {
      if (wanted !== day) return;
      const svg = viz.renderSVGElement(day.dot.map((place) => record.dots[place]).join("\n"), { engine: "nop2" });
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", `Transfer diagram: ${count(day.signs.filter((one) => one >= 0).length, "transfer")}`);
      view.room.replaceChildren(svg);
      known(view);
      paint();
    })
    .catch((error) => {
      view.room.textContent = `The diagram could not be drawn here (${error.message}). The lists have all of it in words.`;
    });
};

/** Learns which part of a picture stands for what. `stops` are what the arrow keys walk along. */
const known = (view) => {
  const lines = new Map(Object.entries(day.lines));
  const atBox = (box) => [...lines.values()].filter(([, tail, head]) => tail === box || head === box).flatMap(([several]) => several);
  const atSpot = (map, spot) => day.arcs[map].filter(([, tail, head]) => tail === spot || head === spot).flatMap(([several]) => several);
  const read = {
    line: (id) => lines.get(id.slice(0, -2))?.[0],
    label: (id) => lines.get(id)?.[0],
    box: atBox,
    arc: (id, map) => day.arcs[map][id - 1]?.[0],
    chip: (id, map) => day.arcs[map][id - 1]?.[0],
    spot: (id, map) => atSpot(map, id - 1),
    stray: (id) => day.strays[id - 1],
  };
  const svg = view.room.querySelector("svg");
  svg.style.setProperty("--natural", `${(svg.viewBox.baseVal.width * 96) / 72}px`);
  view.parts = [];
  for (const node of all("g[id]", view.room)) {
    const [, near, kind, id] = /^(near-)?([a-z]+)-(.*)$/s.exec(node.id) || [];
    const map = near ? 1 : 0;
    const several = read[kind] && node.classList.contains(kind) ? read[kind](id, map) : null;
    const line = kind !== "box" && kind !== "spot";
    const home = kind === "box" ? id : kind === "spot" ? `${map}:${id - 1}` : null;
    if (several) view.parts.push({ node, home, transfers: several, line });
  }
  const walked = view.name === "diagram" ? [...lines.values()] : day.arcs.flat();
  view.stops = [...walked.map(([several]) => several), ...(view.name === "world" ? day.strays : [])];
  view.at = -1;
};

const touches = (several, set) => several.some((transfer) => set.has(transfer));

/** Lights what is chosen, and dims what is neither chosen nor left by the filters. */
const paint = () => {
  const picked = chosen !== null && (chosen.transfers.size > 0 || chosen.home.length > 0);
  for (const view of views) {
    const cursor = new Set(view.stops[view.at]);
    for (const part of view.parts) {
      const lit = picked && (touches(part.transfers, chosen.transfers) || (part.home !== null && chosen.home.includes(part.home)));
      const along = picked && touches(part.transfers, chosen.chain);
      const left = fitting === null || touches(part.transfers, fitting) || (!part.line && part.transfers.length === 0);
      part.node.classList.toggle("lit", lit && part.line);
      part.node.classList.toggle("along", along && !lit && part.line);
      part.node.classList.toggle("dim", picked ? !(lit || along) : !left);
      part.node.classList.toggle("cursor", part.line && touches(part.transfers, cursor));
    }
  }
};

const walk = (view, event) => {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step && view.stops.length) {
    event.preventDefault();
    view.at = (view.at + step + view.stops.length + (view.at < 0 && step < 0 ? 1 : 0)) % view.stops.length;
    const [first, ...more] = view.stops[view.at];
    say(`${ends(first)}${more.length ? ` and ${more.length} more` : ""}: ${chips(first) || "no transfer rule applies"}`);
    paint();
    view.parts.find((part) => part.node.classList.contains("cursor"))?.node.scrollIntoView({ block: "nearest", inline: "nearest" });
  } else if ((event.key === "Enter" || event.key === " ") && view.at >= 0) {
    event.preventDefault();
    choose(view.stops[view.at], view.room);
  }
};

for (const view of views) {
  const shown = day[view.name];
  if (shown) {
    Array.from(layer(view).children).forEach((node, at) => {
      view.pieces[shown[6][at]] ??= node;
    });
    known(view);
  }
  view.room.addEventListener("click", (event) => {
    const part = view.parts.find(({ node }) => node.contains(event.target));
    if (part && part.transfers.length) {
      event.preventDefault();
      choose(part.transfers, view.room);
    } else if (chosen) {
      leave();
    }
  });
  view.room.addEventListener("keydown", (event) => walk(view, event));
  view.room.addEventListener("blur", () => {
    view.at = -1;
    paint();
  });
}

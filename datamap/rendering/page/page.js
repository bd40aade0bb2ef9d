// The page itself: tabs, size, theme, and where it starts.
const root = document.documentElement;
const wide = matchMedia("(min-width: 75rem)");

/** Tabs: arrows go from one to the next and choose it. */
const tabs = (row, chosenTab) => {
  const several = all('[role="tab"]', row);
  const pick = (tab) => {
    for (const one of several) {
      one.setAttribute("aria-selected", String(one === tab));
      one.tabIndex = one === tab ? 0 : -1;
    }
    const shown = tab.getAttribute("aria-controls").split(" ");
    for (const id of new Set(several.flatMap((one) => one.getAttribute("aria-controls").split(" ")))) by(id).hidden = !shown.includes(id);
  };
  several.forEach((tab, at) => {
    tab.addEventListener("click", () => pick(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = several[(at + step + several.length) % several.length];
      next.focus();
      pick(next);
    });
  });
  pick(chosenTab || several[0]);
};

tabs(by("views"), by(wide.matches ? "both-only" : "diagram-only"));
tabs(by("lists").querySelector(".tabs"));

let size = 1;
const resize = (to) => {
  size = Math.min(Math.max(to, 1), 4);
  root.style.setProperty("--size", size);
  idle(by("smaller"), size === 1);
  idle(by("larger"), size === 4);
};
by("smaller").addEventListener("click", () => resize(size / 1.4));
by("larger").addEventListener("click", () => resize(size * 1.4));
by("fit").addEventListener("click", () => resize(1));
resize(1);

by("theme").addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && opened) leave();
});

root.classList.add("live");
if (!day.diagram) redraw(views[0]);
filter();
if (by("day")) {
  by("time").style.setProperty("--days", days.length);
  const scale = by("day").parentElement;
  new ResizeObserver(() => scale.classList.toggle("dense", scale.clientWidth / days.length < 90)).observe(scale);
  idle(by("earlier"), record.own === 0);
  idle(by("later"), record.own === days.length - 1);
}
/** Goes where the address says: a day, and a transfer or a finding of it. */
const arrive = () => {
  const asked = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
  const on = days.findIndex((one) => one.on === asked.get("on"));
  if (on >= 0 && by("day")) showDay(on);
  const transfer = transfers.findIndex((one) => one.id === asked.get("transfer"));
  const finding = findings.find((card, place) => card.id === asked.get("finding") && day.findings.includes(place));
  if (transfer >= 0) choose([transfer]);
  else if (finding) openFinding(finding);
};
addEventListener("hashchange", arrive);
arrive();

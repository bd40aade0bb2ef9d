"use strict";
(() => {
  const known = JSON.parse(document.getElementById("lines").textContent);
  const picture = document.getElementById("picture");
  const root = document.documentElement;
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  let chosen = new Set();

  const lineOf = (group) => {
    const found = /^(?:line|label)-(.*?)(?:-[ab])?$/.exec(group.id);
    if (!found) return null;
    return group.classList.contains("line") ? group.id.slice(5, -2) : group.id.slice(6);
  };

  const show = (lines, scroll) => {
    chosen = new Set(lines);
    const boxes = new Set();
    for (const id of chosen) {
      boxes.add(known[id].tail).add(known[id].head);
    }
    picture.classList.toggle("choosing", chosen.size > 0);
    for (const group of all("#picture g.line, #picture g.label")) {
      group.classList.toggle("lit", chosen.has(lineOf(group)));
    }
    for (const group of all("#picture g.box")) {
      group.classList.toggle("lit", boxes.has(group.id.slice(4)));
    }
    const transfers = new Set();
    for (const id of chosen) known[id].transfers.forEach((transfer) => transfers.add(transfer));
    for (const card of all("aside .transfer")) {
      card.hidden = !transfers.has(card.dataset.transfer);
    }
    document.getElementById("chosen").hidden = transfers.size === 0;
    for (const card of all("aside .finding")) {
      const lines = card.dataset.line ? card.dataset.line.split("\n") : [];
      card.classList.toggle("chosen", chosen.size > 0 && lines.some((line) => chosen.has(line)));
    }
    if (scroll && transfers.size) document.querySelector("aside").scrollTo({ top: 0 });
  };

  const filter = () => {
    const category = document.getElementById("category").value;
    const only = document.getElementById("only").getAttribute("aria-pressed") === "true";
    const words = document.getElementById("search").value.trim().toLowerCase();
    if (!category && !only && !words) return show([]);
    const fits = (line) =>
      (!category || line.names.includes(category)) && (!only || line.faulty) && (!words || line.text.toLowerCase().includes(words));
    show(Object.keys(known).filter((id) => fits(known[id])), true);
  };

  const ready = (svg) => {
    svg.setAttribute("tabindex", "-1");
    picture.style.setProperty("--wide", `${svg.viewBox.baseVal.width * 96 / 72}px`);
    for (const group of all("#picture g.label, #picture g.box")) {
      group.setAttribute("tabindex", "0");
      group.setAttribute("role", "button");
    }
    const pick = (event) => {
      const group = event.target.closest("g.line, g.label, g.box");
      if (!group) return show([]);
      event.preventDefault();
      if (group.classList.contains("box")) {
        const box = group.id.slice(4);
        return show(Object.keys(known).filter((id) => known[id].tail === box || known[id].head === box), true);
      }
      show([lineOf(group)], true);
    };
    picture.addEventListener("click", pick);
    picture.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") pick(event);
    });
    if (location.hash.startsWith("#transfer=")) {
      const wanted = decodeURIComponent(location.hash.slice(10));
      show(Object.keys(known).filter((id) => known[id].transfers.includes(wanted)), true);
    }
  };

  for (const card of all("aside .finding[data-line]")) {
    const choose = () => show(card.dataset.line.split("\n").filter((id) => id in known), false);
    card.setAttribute("tabindex", "0");
    card.addEventListener("click", choose);
    card.addEventListener("keydown", (event) => {
      if (event.key === "Enter") choose();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show([]);
  });
  document.getElementById("clear").addEventListener("click", () => show([]));
  document.getElementById("category").addEventListener("change", filter);
  document.getElementById("search").addEventListener("input", filter);
  const press = (id, act) => {
    const button = document.getElementById(id);
    button.addEventListener("click", () => {
      const pressed = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(pressed));
      act(pressed);
    });
  };
  press("only", filter);
  press("actual", (pressed) => picture.classList.toggle("actual", pressed));
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  const drawn = picture.querySelector("svg");
  if (drawn) return ready(drawn);
  const waiting = document.getElementById("waiting");
  Viz.instance()
    .then((viz) => {
      const svg = viz.renderSVGElement(JSON.parse(document.getElementById("dot").textContent), { engine: "nop2" });
      waiting.replaceWith(svg);
      ready(svg);
    })
    .catch((error) => {
      waiting.textContent = `The picture could not be drawn here (${error.message}). Its findings are listed beside it.`;
    });
})();

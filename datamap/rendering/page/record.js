// What the page knows, and the small tools that everything below uses. Texts are places in `record.words`.
const record = JSON.parse(document.getElementById("record").textContent);
const days = record.days;
const transfers = record.transfers;
let day = days[record.own];

const by = (id) => document.getElementById(id);
const all = (selector, under = document) => Array.from(under.querySelectorAll(selector));
const word = (place) => record.words[place];
const places = (text) => (text ? text.split(" ").map(Number) : []);
const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const ends = (transfer) => `${word(transfers[transfer].from)} → ${word(transfers[transfer].to)}`;
const sign = (transfer) => record.signs[Math.max(day.signs[transfer], 0)];
const mark = (transfer) => record.marks[Math.max(day.signs[transfer], 0)];
const chips = (transfer) => day.chips[transfer].map(word).join("; ");

/** A new element. Texts inside are texts, whatever they look like; what is null is left out. */
const make = (tag, attributes, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) if (value !== null) made.setAttribute(name, value);
  made.append(...inside.filter((one) => one !== null));
  return made;
};

/** Marks a button that does nothing now. It stays where it is for those who stand on it. */
const idle = (button, off) => button.setAttribute("aria-disabled", String(off));

/** Says something to those who listen to the page. */
const say = (text) => {
  by("aloud").textContent = text;
};

// The days: moving along them changes what everything says.
const ticks = all("#time .tick");
const whys = all("#why > .why");

const showDay = (number) => {
  day = days[number];
  const verdict = by("verdict");
  verdict.textContent = day.verdict;
  verdict.dataset.sign = day.sign;
  by("what").textContent = day.what;
  by("says").textContent = day.says;
  by("day").value = number;
  by("day").setAttribute("aria-valuetext", ticks[number].dataset.spoken);
  ticks.forEach((tick, at) => tick.classList.toggle("chosen", at === number));
  whys.forEach((why, at) => {
    why.hidden = at !== number;
  });
  idle(by("earlier"), number === 0);
  idle(by("later"), number === days.length - 1);
  fill();
  views.forEach(redraw);
  filter();
  if (opened) opened();
  else name("");
};

if (by("day")) {
  const now = () => Number(by("day").value);
  by("day").addEventListener("input", () => showDay(now()));
  by("earlier").addEventListener("click", () => showDay(Math.max(now() - 1, 0)));
  by("later").addEventListener("click", () => showDay(Math.min(now() + 1, days.length - 1)));
  for (const button of all("#why button")) button.addEventListener("click", () => choose(places(button.dataset.at), button));
  ticks.forEach((tick, number) => tick.addEventListener("click", () => showDay(number)));
}

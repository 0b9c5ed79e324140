// A bar that is dragged fills in the form that moves it by a week, which works without this.

const DAY = 86_400_000;
const ENOUGH = 4; // pixels; what moves less was a click

const moved = (day, days) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

const gantt = document.querySelector(".gantt");

for (const form of gantt?.querySelectorAll("form[data-shift]") ?? []) {
  const track = form.closest(".gantt-track");
  const bar = track.querySelector(".gantt-bar");
  if (!bar) continue;
  bar.classList.add("can-move");
  bar.addEventListener("pointerdown", (down) => {
    if (down.button) return;
    down.preventDefault();
    bar.setPointerCapture(down.pointerId);
    const width = track.querySelector("svg").getBoundingClientRect().width;
    const days = (event) => Math.round(((event.clientX - down.clientX) / width) * gantt.dataset.days);
    const move = (event) => bar.setAttribute("transform", `translate(${event.clientX - down.clientX} 0)`);
    const stop = () => {
      bar.removeEventListener("pointermove", move);
      bar.removeEventListener("pointerup", drop);
      bar.removeEventListener("pointercancel", cancel);
    };
    const cancel = () => {
      stop();
      bar.removeAttribute("transform");
    };
    const drop = (event) => {
      if (Math.abs(event.clientX - down.clientX) < ENOUGH || !days(event)) {
        cancel();
        return;
      }
      stop();
      form.elements.start.value = moved(form.dataset.start, days(event));
      form.elements.end.value = moved(form.dataset.end, days(event));
      form.requestSubmit();
    };
    bar.addEventListener("pointermove", move);
    bar.addEventListener("pointerup", drop);
    bar.addEventListener("pointercancel", cancel);
  });
}

// From the end of what is waited for to the begin of what waits: beside the words "after", which
// stand there without this. Drawn over the lines, and again when their size changes.

const SVG = "http://www.w3.org/2000/svg";
const lines = gantt?.querySelector(".gantt-lines");

const drawn = (name, attributes) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
};

const connect = () => {
  lines.querySelector(".gantt-links")?.remove();
  const all = drawn("svg", { class: "gantt-links", "aria-hidden": "true" });
  const home = lines.getBoundingClientRect();
  for (const line of lines.querySelectorAll("li[data-after]")) {
    const to = line.querySelector(".gantt-bar")?.getBoundingClientRect();
    for (const number of line.dataset.after.split(" ").filter(Boolean)) {
      const from = document.querySelector(`#action-${number} .gantt-bar`)?.getBoundingClientRect();
      if (!from || !to) continue;
      const [x1, y1] = [from.right - home.left, from.top + from.height / 2 - home.top];
      const [x2, y2] = [to.left - home.left, to.top + to.height / 2 - home.top];
      const out = x1 + 6;
      const half = (y1 + y2) / 2;
      const way =
        x2 - 10 >= out
          ? `M${x1} ${y1}H${out}V${y2}H${x2 - 4}`
          : `M${x1} ${y1}H${out}V${half}H${x2 - 12}V${y2}H${x2 - 4}`;
      all.append(
        drawn("path", { d: way }),
        drawn("path", { class: "is-head", d: `M${x2} ${y2}l-6 -4v8z` }),
      );
    }
  }
  lines.append(all);
};

if (lines) new ResizeObserver(connect).observe(lines);

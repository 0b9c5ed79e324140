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

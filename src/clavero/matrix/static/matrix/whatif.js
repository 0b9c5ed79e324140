// Sliders and dragged bubbles: both only fill in the form, which works without them.

const ENOUGH = 4; // pixels; what moves less was a click
const HEADROOM = 96; // pixels from the top in which nothing is written over a bubble
const FINGER = 14; // pixels around a bubble that a finger means it with

// -- a slider and its number say the same --------------------------------------------------------

document.addEventListener("input", (event) => {
  const slider = event.target.closest?.("[data-moves]");
  if (slider) document.getElementById(slider.dataset.moves).value = slider.value;
  const twin = document.querySelector(`[data-moves="${CSS.escape(event.target.id ?? "")}"]`);
  if (twin) twin.value = event.target.value;
});

// -- a bubble that is dragged --------------------------------------------------------------------

// The picture may be enlarged as a whole; its own pixels are those of its drawing.
const pointOf = (event, svg, view) => {
  const frame = svg.getBoundingClientRect();
  const scale = svg.viewBox.baseVal.width / frame.width || 1;
  const [left, top] = view.origin();
  return [(event.clientX - frame.left) * scale - left, (event.clientY - frame.top) * scale - top];
};

const fit = (value, low, high) => Math.min(Math.max(value, low), high);

const placeAt = ([across, down], view) => ({
  position: view.scale("x").invert(fit(across, 0, view.width())),
  potential: view.scale("y").invert(fit(down, 0, view.height())),
});

const written = (value) => value.toLocaleString(document.documentElement.lang, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
}).replace("-", "\u2212");

const submit = (form, id, place) => {
  form.elements.account.value = String(id);
  form.elements.potential.value = place.potential.toFixed(2);
  const field = form.elements.position;
  if (field.tagName === "SELECT") {
    const near = [...field.options].filter((option) => option.value).sort(
      (a, b) => Math.abs(a.value - place.position) - Math.abs(b.value - place.position));
    field.value = near[0].value;
  } else field.value = place.position.toFixed(2);
  form.requestSubmit();
};

const bubbles = (svg) => svg.querySelectorAll(".mark-arc path[aria-label]");

const isBubble = (shape) => shape.__data__?.datum?.id !== undefined && shape.__data__.datum.part !== undefined;

// The bubble that is held: the one pressed, or the nearest to a finger, which is no needle.
const bubbleAt = (event, svg) => {
  if (isBubble(event.target)) return event.target;
  if (event.pointerType !== "touch") return null;
  let nearest = null;
  let least = FINGER;
  for (const shape of bubbles(svg)) {
    const { left, top, width, height } = shape.getBoundingClientRect();
    const away = Math.hypot(event.clientX - left - width / 2, event.clientY - top - height / 2)
      - Math.max(width, height) / 2;
    if (away < least) [nearest, least] = [shape, away];
  }
  return nearest;
};

document.addEventListener("clavero:drawn", (event) => {
  const form = document.querySelector("form[data-whatif]");
  const picture = event.target.querySelector(".chart-picture");
  const svg = picture?.querySelector("svg");
  if (!form || !svg) return;
  const { view } = event.detail;
  let isHeld = false;
  // A finger would scroll the page: inside a drawing, browsers do not look at touch-action.
  svg.addEventListener("touchmove", (event) => {
    if (isHeld) event.preventDefault();
  }, { passive: false });
  svg.addEventListener("pointerdown", (down) => {
    const shape = bubbleAt(down, svg);
    if (down.button || !down.isPrimary || !shape) return;
    const { datum } = shape.__data__;
    down.preventDefault();
    isHeld = true;
    // A finger that only taps never moves, and by moves a picture knows of what to tell.
    const tell = () => shape.dispatchEvent(new PointerEvent("pointermove", {
      bubbles: true, clientX: down.clientX, clientY: down.clientY,
    }));
    const held = document.createElement("div");
    held.className = "whatif-held";
    held.classList.toggle("is-under-a-finger", down.pointerType === "touch");
    const says = held.appendChild(document.createElement("span"));
    const size = shape.getBoundingClientRect();
    held.style.width = held.style.height = `${Math.max(size.width, size.height, 12)}px`;
    let place;
    const move = (moved) => {
      if (moved.pointerId !== down.pointerId) return;
      if (!place && Math.hypot(moved.clientX - down.clientX, moved.clientY - down.clientY) < ENOUGH) return;
      if (!place) {
        picture.append(held);
        document.documentElement.classList.add("is-dragging");
      }
      place = placeAt(pointOf(moved, svg, view), view);
      const frame = picture.getBoundingClientRect();
      const scale = picture.clientWidth / frame.width || 1;
      const [across, depth] = [(moved.clientX - frame.left) * scale, (moved.clientY - frame.top) * scale];
      held.style.left = `${across}px`;
      held.style.top = `${depth}px`;
      held.classList.toggle("is-top", depth < HEADROOM);
      says.textContent = `${datum.label} · ${written(place.position)} / ${written(place.potential)}`;
      // In the middle over the bubble, but never beyond the picture.
      const middle = says.offsetWidth / 2;
      const inside = fit(across, middle, Math.max(picture.clientWidth - middle, middle));
      says.style.left = `calc(50% + ${inside - across}px)`;
    };
    const end = (last) => {
      if (last.pointerId !== down.pointerId) return;
      isHeld = false;
      document.documentElement.classList.remove("is-dragging");
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      held.remove();
      if (last.type !== "pointerup") return;
      if (place) submit(form, datum.id, place);
      else if (down.pointerType === "touch") setTimeout(tell); // after it is said to have left
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
  });
});

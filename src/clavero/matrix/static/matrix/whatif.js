// Sliders and dragged bubbles: both only fill in the form, which works without them.

const ENOUGH = 4; // pixels; what moves less was a click

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
});

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

document.addEventListener("clavero:drawn", (event) => {
  const form = document.querySelector("form[data-whatif]");
  const picture = event.target.querySelector(".chart-picture");
  const svg = picture?.querySelector("svg");
  if (!form || !svg) return;
  const { view } = event.detail;
  svg.addEventListener("pointerdown", (down) => {
    const datum = down.target.__data__?.datum;
    if (down.button || datum?.id === undefined || datum.part === undefined) return;
    down.preventDefault();
    const held = document.createElement("div");
    held.className = "whatif-held";
    const says = held.appendChild(document.createElement("span"));
    const size = down.target.getBoundingClientRect();
    held.style.width = held.style.height = `${Math.max(size.width, size.height, 12)}px`;
    let place;
    const move = (moved) => {
      if (!place && Math.hypot(moved.clientX - down.clientX, moved.clientY - down.clientY) < ENOUGH) return;
      if (!place) picture.append(held);
      place = placeAt(pointOf(moved, svg, view), view);
      const frame = picture.getBoundingClientRect();
      const scale = picture.clientWidth / frame.width || 1;
      held.style.left = `${(moved.clientX - frame.left) * scale}px`;
      held.style.top = `${(moved.clientY - frame.top) * scale}px`;
      says.textContent = `${datum.label} · ${written(place.position)} / ${written(place.potential)}`;
    };
    const end = (last) => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      held.remove();
      if (place && last.type === "pointerup") submit(form, datum.id, place);
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
  });
});

// Draws the charts of a page with Vega-Lite: in the colours of the page, which may change, in the
// reader's language, and without eval (the interpreter of expressions reads them as trees).

import "vega";
import "vega-lite";
import "vega-embed";

const { vega, vegaEmbed } = globalThis;
const root = document.documentElement;
const MANY = 400; // rows; above it a canvas is faster than one element per mark

// "@data-1" → the colour that --data-1 has now.
const coloured = (value, style) => {
  if (Array.isArray(value)) return value.map((part) => coloured(part, style));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, coloured(part, style)]));
  }
  if (typeof value === "string" && value.startsWith("@")) {
    return style.getPropertyValue(`--${value.slice(1)}`).trim() || value;
  }
  return value;
};

const follow = (href) => {
  const target = new URL(href, location.href);
  if (target.origin === location.origin) location.assign(target);
};

const render = async (picture, payload) => {
  const style = getComputedStyle(root);
  const { data, ...drawing } = payload.spec;
  const result = await vegaEmbed(picture, { ...coloured(drawing, style), data }, {
    mode: "vega-lite",
    actions: false,
    ast: true,
    config: { ...coloured(payload.config, style), background: "transparent", font: style.getPropertyValue("--font") },
    defaultStyle: false,
    formatLocale: payload.numbers,
    timeFormatLocale: payload.times,
    renderer: data.values.length > MANY ? "canvas" : "svg",
    tooltip: { disableDefaultStyle: true, theme: "clavero" },
    // Nothing is fetched, whatever a specification says.
    loader: { load: () => Promise.reject(new Error("charts carry their own data")) },
  });
  result.view.addEventListener("click", (_event, item) => {
    if (item?.datum?.href) follow(item.datum.href);
  });
  result.view.addEventListener("mouseover", (_event, item) => {
    picture.classList.toggle("is-link", Boolean(item?.datum?.href));
  });
  return result;
};

// A tooltip must not lie where a finger points, nor stay once it points elsewhere.
document.addEventListener("pointerdown", (event) => {
  root.classList.toggle("is-pointed-below", event.clientY > window.innerHeight / 2);
  if (event.pointerType === "touch") document.getElementById("vg-tooltip-element")?.classList.remove("visible");
}, { passive: true });

// -- one picture alone on the screen, as large as it gets ----------------------------------------

const FILLS = "is-filling";

// The picture is drawn as on a page and enlarged as a whole: what is written in it grows, too.
const enlarge = (figure, picture) => {
  picture.style.setProperty("--enlarged", "1");
  window.dispatchEvent(new Event("resize"));
  const free = window.innerHeight - picture.offsetTop - 16;
  const size = picture.querySelector("svg, canvas")?.getBoundingClientRect().height || free;
  picture.style.setProperty("--enlarged", String(Math.max(free / size, 0.5)));
  window.dispatchEvent(new Event("resize"));
};

const offerToFill = (figure, picture) => {
  const button = figure.querySelector("[data-chart-fill]");
  if (!button) return;
  const exit = figure.querySelector("[data-chart-leave]");
  const isFilling = () => figure.classList.contains(FILLS);
  const show = (fills) => {
    figure.classList.toggle(FILLS, fills);
    root.classList.toggle("has-filled", fills);
    (fills ? exit : button).focus({ preventScroll: true });
    if (fills) enlarge(figure, picture);
    else {
      picture.style.removeProperty("--enlarged");
      window.dispatchEvent(new Event("resize"));
    }
  };
  const leave = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    show(false);
  };
  exit.addEventListener("click", leave);
  button.addEventListener("click", async () => {
    show(true);
    // A browser that lends no screen (a phone's) still gives all of its window.
    try { await root.requestFullscreen(); } catch { /* the window it is */ }
  });
  document.addEventListener("fullscreenchange", () => {
    if (isFilling()) show(Boolean(document.fullscreenElement));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isFilling()) leave();
  });
};

export const draw = async (figure) => {
  const payload = JSON.parse(document.getElementById(figure.dataset.chart).content.textContent);
  const picture = figure.querySelector(".chart-picture");
  const button = figure.querySelector("[data-chart-switch]");
  const show = (isTable) => {
    figure.classList.toggle("is-table", isTable);
    button.setAttribute("aria-expanded", String(isTable));
  };
  let drawn;
  try {
    drawn = await render(picture, payload);
  } catch (error) {
    show(true); // the table says the same
    throw error;
  }
  offerToFill(figure, picture);
  figure.dispatchEvent(new CustomEvent("clavero:drawn", { bubbles: true, detail: { view: drawn.view } }));
  button.addEventListener("click", () => {
    show(!figure.classList.contains("is-table"));
    drawn.view.resize().runAsync();
  });
  new MutationObserver(async (_changes, observer) => {
    drawn.finalize();
    if (!figure.isConnected) return observer.disconnect();
    drawn = await render(picture, payload);
    figure.dispatchEvent(new CustomEvent("clavero:drawn", { bubbles: true, detail: { view: drawn.view } }));
  }).observe(root, { attributeFilter: ["data-bs-theme"] });
};

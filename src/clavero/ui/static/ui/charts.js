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

export const draw = async (figure) => {
  figure.dataset.drawn = "";
  const payload = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
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
  button.addEventListener("click", () => {
    show(!figure.classList.contains("is-table"));
    drawn.view.resize().runAsync();
  });
  new MutationObserver(async (_changes, observer) => {
    drawn.finalize();
    if (figure.isConnected) drawn = await render(picture, payload);
    else observer.disconnect();
  }).observe(root, { attributeFilter: ["data-bs-theme"] });
};

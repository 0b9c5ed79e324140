// What makes the pages smoother. Everything here refines: without it every page still works.

const root = document.documentElement;

// -- menus close on Escape, on a click elsewhere and when another opens --------------------------

const openMenus = () => document.querySelectorAll("details[data-menu][open], .tile .why[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// -- notices: announced, closed by hand; good news goes by itself --------------------------------

const STAY = 8000; // milliseconds; warnings and errors stay until they are closed

const takeNotice = (notice) => {
  const close = notice.querySelector("[data-close]");
  close.hidden = false;
  close.addEventListener("click", () => notice.remove());
  if (!notice.matches(".notice-success, .notice-info")) return;
  let waiting;
  const leave = () => { waiting = setTimeout(() => notice.remove(), STAY); };
  const stay = () => clearTimeout(waiting);
  notice.addEventListener("pointerenter", stay);
  notice.addEventListener("focusin", stay);
  notice.addEventListener("pointerleave", leave);
  leave();
};

const notices = document.getElementById("toasts");
for (const notice of [...notices.querySelectorAll("[data-toast]")]) {
  notices.append(notice); // put in again, so that it is read aloud
  takeNotice(notice);
}
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node.matches?.("[data-toast]")) takeNotice(node);
    }
  }
}).observe(notices, { childList: true });

const say = (templateId) => {
  const words = document.getElementById(templateId);
  if (words) notices.append(words.content.cloneNode(true));
};

// -- htmx ----------------------------------------------------------------------------------------

document.addEventListener("htmx:configRequest", (event) => {
  // Blank filters do not belong in an address.
  if (event.detail.verb !== "get") return;
  const parameters = event.detail.parameters;
  for (const name of [...new Set(parameters.keys?.() ?? Object.keys(parameters))]) {
    if (parameters[name] === "") delete parameters[name];
  }
});
// A no of ours comes as a notice beside the page; other errors have nothing to put in it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Reswap") !== "none") return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});
// What a new part says of itself is read aloud from a place that stays.
document.addEventListener("htmx:afterSettle", (event) => {
  const news = event.detail.elt.querySelector?.("[data-announce]");
  if (news) document.getElementById("said").textContent = news.textContent;
});
document.addEventListener("htmx:sendError", () => say("notice-offline"));
document.addEventListener("htmx:responseError", () => say("notice-broken"));
document.addEventListener("clavero:refused", (event) => {
  const fields = document.querySelectorAll(`[name="${CSS.escape(event.detail.field)}"]`);
  const field = [...fields].find((one) => one.checkVisibility());
  field?.setAttribute("aria-invalid", "true");
  field?.focus();
});

// -- appearance: at once, and kept ---------------------------------------------------------------

for (const form of document.querySelectorAll("form[data-appearance]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = event.submitter.value;
    const body = new FormData(form, event.submitter);
    fetch(form.action, { method: "POST", body, redirect: "manual" });
    root.dataset.theme = chosen;
    for (const button of document.querySelectorAll("form[data-appearance] button")) {
      button.setAttribute("aria-pressed", String(button.value === chosen));
    }
  });
}

// -- files dropped -------------------------------------------------------------------------------

const takeDropZone = (zone) => {
  const input = zone.querySelector("input[type=file]");
  const name = zone.querySelector("[data-drop-zone-name]");
  const show = () => { name.textContent = [...input.files].map((file) => file.name).join(", "); };
  const over = (is) => (event) => {
    event.preventDefault();
    zone.classList.toggle("is-over", is);
  };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    input.files = event.dataTransfer.files;
    show();
  });
  input.addEventListener("change", show);
};
document.querySelectorAll("[data-drop-zone]").forEach(takeDropZone);

// -- charts: their library comes only to pages that have one -------------------------------------

const drawn = new WeakSet(); // no attribute: those a page has swapped in get the old ones' for a while

const drawCharts = async (within) => {
  const figures = [...within.querySelectorAll("[data-chart]")].filter((figure) => !drawn.has(figure));
  if (!figures.length) return;
  figures.forEach((figure) => drawn.add(figure));
  const { draw } = await import("clavero/charts");
  figures.forEach(draw);
};
drawCharts(document);
document.addEventListener("htmx:afterSwap", (event) => drawCharts(event.detail.elt.parentNode ?? document));
document.addEventListener("htmx:oobAfterSwap", () => drawCharts(document));

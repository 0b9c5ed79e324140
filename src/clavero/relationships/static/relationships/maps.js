// Draws an account's people where the server has placed them: this script only moves the view,
// finds, selects, and takes somebody dragged onto somebody else as a change of boss.

import cytoscape from "cytoscape";

const root = document.documentElement;
const LEGIBLE = 11; // pixels of a name: a picture that would need less begins at its top instead
const STEP = 1.3;

const say = (text) => { document.getElementById("said").textContent = text; };

// -- what the library draws ----------------------------------------------------------------------

// A point between two as the library says it: how far along, and how far beside.
const along = ([ax, ay], [bx, by], [x, y]) => {
  const long = Math.hypot(bx - ax, by - ay) || 1;
  const [ux, uy] = [(bx - ax) / long, (by - ay) / long];
  return { weight: ((x - ax) * ux + (y - ay) * uy) / long, distance: (y - ay) * ux - (x - ax) * uy };
};

const elementsOf = (payload) => {
  const centre = new Map(payload.nodes.map((node) => [node.id, [node.x, node.y]]));
  const elements = [];
  for (const node of payload.nodes) {
    elements.push({
      group: "nodes", data: { ...node }, position: { x: node.x, y: node.y },
      classes: `person${node.dashed ? " dashed" : ""}${node.faint ? " faint" : ""}`,
    });
    node.texts.forEach((text, number) => {
      elements.push({
        group: "nodes", selectable: false, grabbable: false, data: { id: `${node.id}-${number}`, of: node.id, down: text.y, ...text },
        position: { x: node.x, y: node.y + text.y },
        classes: `text${text.bold ? " bold" : ""}${text.italic ? " italic" : ""}${node.faint ? " faint" : ""}`,
      });
    });
  }
  for (const link of payload.links) {
    const first = link.points[0];
    const last = link.points[link.points.length - 1];
    const [sx, sy] = centre.get(link.source);
    const [tx, ty] = centre.get(link.target);
    const between = link.points.slice(1, -1).map((point) => along(first, last, point));
    elements.push({
      group: "edges",
      data: {
        ...link,
        weights: between.map((each) => each.weight).join(" "),
        distances: between.map((each) => each.distance).join(" "),
        from: `${first[0] - sx}px ${first[1] - sy}px`,
        to: `${last[0] - tx}px ${last[1] - ty}px`,
      },
      classes: `${between.length ? (link.arc ? "arc" : "bent") : "straight"}${link.arrow ? " arrow" : ""}${link.faint ? " faint" : ""} ${link.dash}`,
    });
  }
  return elements;
};

const styleOf = () => {
  const style = getComputedStyle(root);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const of = (field) => (element) => colour(element.data(field));
  const font = 'Arial, "Liberation Sans", Helvetica, sans-serif'; // in whose widths texts were fitted
  return [
    {
      selector: "node.person",
      style: {
        shape: "data(shape)", width: "data(width)", height: "data(height)",
        "background-color": of("fill"), "border-color": of("edge"), "border-width": "data(border)",
        label: "data(sign)", "text-valign": "center", "text-halign": "center", color: colour("ink"),
        "font-family": font, "font-weight": "bold",
        "font-size": (node) => Math.min(node.data("height") * 0.55, 15),
        "overlay-opacity": 0, "z-index": 10,
      },
    },
    { selector: "node.dashed", style: { "border-style": "dashed" } },
    {
      selector: "node.text",
      style: {
        width: 1, height: 1, "background-opacity": 0, "border-width": 0, label: "data(text)",
        color: of("colour"), "font-size": "data(size)", "font-family": font, "text-valign": "center",
        "text-halign": "center", events: "no", "z-index": 20, "overlay-opacity": 0,
      },
    },
    { selector: "node.bold", style: { "font-weight": "bold" } },
    { selector: "node.italic", style: { "font-style": "italic" } },
    {
      selector: "edge",
      style: {
        width: "data(width)", "line-color": of("colour"), "target-arrow-color": of("colour"),
        "curve-style": "straight", "source-endpoint": "data(from)", "target-endpoint": "data(to)",
        label: "data(label)", "font-size": 10, "font-weight": "bold", "font-family": font,
        color: colour("ink"), "text-background-color": colour("paper"), "text-background-opacity": 1,
        "text-background-padding": 2, "overlay-opacity": 0,
      },
    },
    {
      selector: "edge.bent",
      style: {
        "curve-style": "segments", "edge-distances": "endpoints",
        "segment-weights": "data(weights)", "segment-distances": "data(distances)",
      },
    },
    {
      selector: "edge.arc",
      style: {
        "curve-style": "unbundled-bezier", "edge-distances": "endpoints",
        "control-point-weights": "data(weights)", "control-point-distances": "data(distances)",
      },
    },
    { selector: "edge.arrow", style: { "target-arrow-shape": "triangle" } },
    { selector: "edge.dashed", style: { "line-style": "dashed", "line-dash-pattern": [6, 4] } },
    { selector: "edge.dotted", style: { "line-style": "dashed", "line-dash-pattern": [1.5, 3.5] } },
    { selector: ".faint", style: { opacity: 0.45 } },
    { selector: ".unfound", style: { opacity: 0.2 } },
    {
      selector: "node.person.chosen",
      style: { "border-width": 3.5, "border-color": colour("accent"), "background-color": colour("accent-soft") },
    },
    {
      selector: "node.person.target",
      style: { "border-width": 4, "border-color": colour("good"), "background-color": colour("good-soft") },
    },
    { selector: "edge.near", style: { width: (edge) => edge.data("width") + 1.5, "z-index": 5 } },
  ];
};

// -- one picture ---------------------------------------------------------------------------------

const start = (figure) => {
  const canvas = figure.querySelector("[data-map-canvas]");
  const payload = JSON.parse(figure.querySelector("[data-map-payload]").content.textContent);
  const form = document.querySelector("[data-map-form]");
  const cy = cytoscape({
    container: canvas, elements: elementsOf(payload), style: styleOf(), layout: { name: "preset" },
    autoungrabify: !form, boxSelectionEnabled: false, selectionType: "single", minZoom: 0.08, maxZoom: 3,
  });
  figure.cy = cy; // for who looks into it, as tests do
  const people = cy.nodes(".person");
  const centre = (node, zoom = Math.max(cy.zoom(), 1)) => {
    cy.zoom(zoom);
    cy.center(node);
  };
  const fit = () => cy.fit(undefined, 16);

  // A large picture begins at its top, with letters that are read.
  const begin = () => {
    cy.resize();
    fit();
    if (cy.zoom() > 1.1) { cy.zoom(1.1); cy.center(); }
    const names = payload.nodes.flatMap((node) => node.texts.slice(0, 1)).map((text) => text.size);
    const least = LEGIBLE / Math.min(LEGIBLE, ...names);
    if (cy.zoom() >= least) return;
    const first = people.min((node) => node.position("y")).ele;
    centre(first, least);
    cy.panBy({ x: 0, y: 60 - first.renderedPosition("y") });
  };
  begin();

  // How many stand beyond the edge of what is seen.
  const beyond = figure.querySelector("[data-map-beyond]");
  let isCounting = false;
  const count = () => {
    isCounting = false;
    if (cy.destroyed()) return;
    const { x1, x2, y1, y2 } = cy.extent();
    const away = people.filter((node) => {
      const { x, y } = node.position();
      return x < x1 || x > x2 || y < y1 || y > y2;
    }).length;
    beyond.textContent = away === 1 ? beyond.dataset.one : beyond.dataset.many.replace("#", away);
    beyond.classList.toggle("is-nobody", !away);
  };
  const countSoon = () => {
    if (isCounting) return;
    isCounting = true;
    requestAnimationFrame(count);
  };
  cy.on("viewport resize", countSoon);
  count();

  const panel = figure.querySelector("[data-map-panel]");
  const link = (name) => panel.querySelector(`[data-map-link="${name}"]`);
  let chosen = null;

  const choose = (node, isTold = true) => {
    cy.elements(".chosen, .near").removeClass("chosen near");
    chosen = node;
    panel.hidden = !node;
    if (!node) return;
    node.addClass("chosen");
    node.connectedEdges().addClass("near");
    panel.querySelector("[data-map-says]").textContent = node.data("says");
    for (const name of ["url", "only", "toggle"]) {
      const address = node.data(name);
      link(name).hidden = !address;
      if (address) link(name).href = address;
    }
    const words = link("toggle").dataset;
    link("toggle").querySelector("[data-map-toggle]").textContent = node.data("hides") ? words.opens : words.closes;
    const { x1, x2, y1, y2 } = node.renderedBoundingBox();
    if (x1 < 0 || y1 < 0 || x2 > cy.width() || y2 > cy.height()) centre(node, cy.zoom());
    if (isTold) say(node.data("says"));
  };

  cy.on("tap", (event) => choose(event.target !== cy && event.target.is?.("node.person") ? event.target : null));
  cy.on("dbltap", "node.person", (event) => location.assign(event.target.data("url")));
  cy.on("mouseover", "node.person", () => canvas.classList.add("is-link"));
  cy.on("mouseout", "node.person", () => canvas.classList.remove("is-link"));
  cy.on("mouseover", "edge", (event) => { canvas.title = event.target.data("says"); });
  cy.on("mouseout", "edge", () => { canvas.title = ""; });

  // -- by keyboard ---------------------------------------------------------------------------------

  // The nearest in a direction: what lies ahead counts, what lies aside counts twice.
  const nearest = (from, [dx, dy]) => {
    const at = from.position();
    let best = null;
    people.forEach((node) => {
      const [x, y] = [node.position("x") - at.x, node.position("y") - at.y];
      const [ahead, aside] = [x * dx + y * dy, Math.abs(x * dy) + Math.abs(y * dx)];
      if (ahead <= 1) return;
      const far = ahead + 2 * aside;
      if (!best || far < best.far) best = { node, far };
    });
    return best?.node;
  };
  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { choose(null); return; }
    if (event.key === "+" || event.key === "-") { zoom(event.key === "+" ? STEP : 1 / STEP); return; }
    if (event.key === "Enter" && chosen) { location.assign(chosen.data("url")); return; }
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    const above = chosen?.data("above");
    const next = !chosen
      ? people.min((node) => node.position("y") * 1e4 + node.position("x")).ele
      : (event.key === "ArrowUp" && above ? cy.getElementById(above) : nearest(chosen, STEPS[event.key]));
    if (next?.length) choose(next);
  });

  // -- larger, smaller; a wheel moves the page until the picture is entered --------------------------

  const zoom = (by) => cy.zoom({ level: cy.zoom() * by, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  for (const button of figure.querySelectorAll("[data-map-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.mapZoom === "fit") fit();
      else zoom(button.dataset.mapZoom === "in" ? STEP : 1 / STEP);
    });
  }
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !canvas.contains(document.activeElement)) event.stopPropagation();
  }, { capture: true, passive: true });

  // -- find ----------------------------------------------------------------------------------------

  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const search = figure.querySelector("[data-map-search]");
  let found = [];
  const find = () => {
    const wanted = bare(search.value.trim());
    cy.elements(".unfound").removeClass("unfound");
    found = wanted ? people.filter((node) => bare(node.data("says")).includes(wanted)).toArray() : [];
    if (!wanted) return;
    const ids = new Set(found.map((node) => node.id()));
    cy.nodes().filter((node) => !ids.has(node.data("of") ?? node.id())).addClass("unfound");
    if (found.length) { choose(found[0], false); centre(found[0]); }
  };
  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (!found.length) { if (search.value.trim()) say(search.dataset.none); return; }
    const next = found[(found.indexOf(chosen) + 1) % found.length];
    choose(next);
    centre(next);
  });

  // -- whom somebody reports to --------------------------------------------------------------------

  const fill = (node, boss) => {
    form.elements.contact_id.value = node.data("number");
    form.elements.seen.value = node.data("seen");
    form.querySelector("[data-map-name]").textContent = node.data("name");
    const select = form.elements.reports_to_id;
    for (const option of select.options) option.disabled = option.value === String(node.data("number"));
    select.value = String(boss);
  };
  panel.querySelector("[data-map-move]")?.addEventListener("click", () => {
    fill(chosen, chosen.data("boss"));
    form.hidden = false;
    form.elements.reports_to_id.focus();
  });

  const followed = (node) => cy.nodes(`.text[of = "${node.id()}"]`);
  const put = (node, position) => {
    node.position(position);
    followed(node).forEach((text) => text.position({ x: position.x, y: position.y + text.data("down") }));
  };
  const beneath = (node) => {
    const { x, y } = node.position();
    return people.filter((other) => {
      const at = other.position();
      return other !== node && Math.abs(at.x - x) < other.data("width") / 2 && Math.abs(at.y - y) < other.data("height") / 2;
    })[0];
  };
  cy.on("drag", "node.person", (event) => {
    put(event.target, event.target.position());
    cy.nodes(".target").removeClass("target");
    beneath(event.target)?.addClass("target");
  });
  cy.on("dragfree", "node.person", (event) => {
    const node = event.target;
    const boss = beneath(node);
    cy.nodes(".target").removeClass("target");
    put(node, { x: node.data("x"), y: node.data("y") });
    if (!boss || boss.data("number") === node.data("boss")) return;
    fill(node, boss.data("number"));
    form.requestSubmit();
  });

  // -- the page's colours and size may change --------------------------------------------------------

  const repaint = () => cy.style(styleOf());
  const watcher = new MutationObserver(repaint);
  watcher.observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
  const size = new ResizeObserver(() => {
    if (canvas.isConnected) { cy.resize(); return; }
    size.disconnect();
    watcher.disconnect();
    cy.destroy();
  });
  size.observe(canvas);
};

const started = new WeakSet();
const startAll = () => {
  for (const figure of document.querySelectorAll("[data-map]")) {
    if (started.has(figure)) continue;
    started.add(figure);
    start(figure);
  }
};
startAll();
document.addEventListener("htmx:afterSwap", startAll);

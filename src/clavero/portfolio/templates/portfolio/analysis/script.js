"use strict";

// The list: sorted by a click on a heading, narrowed by a search. Without it, everything is shown.
(() => {
  const table = document.querySelector(".list");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const tools = document.querySelector(".tools");
  const told = tools.querySelector("output");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map((row) => [row, fold(row.cells[1].textContent)]));

  // Four digits have their sign too, as in the figures of the page.
  const count = (number) => Number(number).toLocaleString(document.documentElement.lang, { useGrouping: "always" });

  function narrow() {
    const words = fold(tools.elements.text.value).split(/\s+/).filter(Boolean);
    const wanted = tools.elements.class.value;
    let shown = 0;
    for (const row of rows) {
      const fits = (!wanted || row.dataset.class === wanted)
        && words.every((word) => texts.get(row).includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    told.textContent = told.dataset.sentence
      .replace("{shown}", count(shown))
      .replace("{all}", count(told.dataset.all));
  }

  function value(row, column) {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? fold(cell.textContent.trim()) : cell.dataset.value;
  }

  function sort(heading, column) {
    const up = heading.getAttribute("aria-sort") === "descending"
      || (heading.getAttribute("aria-sort") === null && !heading.classList.contains("figure"));
    for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    const isNumber = rows.every((row) => !Number.isNaN(Number(value(row, column))));
    const compare = isNumber
      ? (one, other) => Number(value(one, column)) - Number(value(other, column))
      : (one, other) => value(one, column).localeCompare(value(other, column));
    rows.sort((one, other) => {
      const missing = (value(one, column) === "") - (value(other, column) === "");
      return missing || (up ? compare(one, other) : compare(other, one));
    });
    body.append(...rows);
  }

  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    // Not a <button>: Chromium leaves those out of the headings it repeats on each printed page.
    const button = document.createElement("span");
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(heading, column));
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sort(heading, column);
    });
    heading.append(button);
  });
  tools.addEventListener("input", narrow);
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.hidden = false;
  narrow();
})();

// The drawings: what a bar or a point stands for, beside the pointer.
(() => {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  for (const mark of document.querySelectorAll(".drawing [role=graphics-symbol][aria-label]:not([aria-label=''])")) {
    mark.dataset.tip = mark.getAttribute("aria-label").replaceAll("; ", "\n");
    mark.addEventListener("pointermove", (event) => {
      tip.textContent = mark.dataset.tip;
      tip.hidden = false;
      const beyond = event.clientX + 16 + tip.offsetWidth > window.innerWidth;
      tip.style.left = `${event.clientX + (beyond ? -16 - tip.offsetWidth : 16)}px`;
      tip.style.top = `${Math.max(4, event.clientY - tip.offsetHeight - 8)}px`;
    });
    mark.addEventListener("pointerleave", () => { tip.hidden = true; });
  }
})();

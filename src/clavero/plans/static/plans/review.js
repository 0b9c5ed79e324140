// What is being written of the meeting stays while points are answered: each answer is sent by
// itself, and the page with it. It is kept in this tab until it is saved, with the revision that it
// was written on, so that what others wrote meanwhile is told as ever.

const meeting = document.querySelector("form[data-kept-as]");

if (meeting) {
  const place = `clavero:${meeting.dataset.keptAs}`;
  const fields = [...meeting.elements].filter(
    (each) => each.name && each.name !== "csrfmiddlewaretoken",
  );
  const written = fields.filter((each) => each.type !== "hidden");
  let isSent = false;

  const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
  sessionStorage.removeItem(place);
  // What comes back to be mended has it already.
  if (kept && !meeting.querySelector(".errorlist")) {
    for (const each of fields) each.value = kept[each.name] ?? each.value;
  }

  meeting.addEventListener("submit", () => {
    isSent = true;
  });
  addEventListener("pagehide", () => {
    if (isSent || written.every((each) => each.value === each.defaultValue)) return;
    const values = Object.fromEntries(fields.map((each) => [each.name, each.value]));
    sessionStorage.setItem(place, JSON.stringify(values));
  });
}

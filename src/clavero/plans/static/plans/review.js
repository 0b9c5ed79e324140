// What is being written of the meeting stays while points are answered: each answer is sent by
// itself, and the page with it. It is kept in this tab until it is saved, with the revision that it
// was written on, so that what others wrote meanwhile is told as ever. What is sent is kept too: it
// may come back to be mended, or end where one signs in again.

const meeting = document.querySelector("form[data-kept-as]");

if (meeting) {
  const place = `clavero:${meeting.dataset.keptAs}`;
  const fields = [...meeting.elements].filter(
    (each) => each.name && each.name !== "csrfmiddlewaretoken",
  );
  const written = fields.filter((each) => each.type !== "hidden");
  const isRefused = "refused" in meeting.dataset;
  const isSaved = location.hash === "#saved";

  const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
  sessionStorage.removeItem(place);
  // Once only: what is written from here on is not saved.
  if (isSaved) history.replaceState(null, "", location.pathname + location.search);
  // What comes back to be mended has it already.
  if (kept && !isRefused && !isSaved) {
    for (const each of fields) each.value = kept[each.name] ?? each.value;
  }

  addEventListener("pagehide", () => {
    // What was refused is in the page as it came, and nowhere else.
    if (!isRefused && written.every((each) => each.value === each.defaultValue)) return;
    const values = Object.fromEntries(fields.map((each) => [each.name, each.value]));
    sessionStorage.setItem(place, JSON.stringify(values));
  });
}

// How much of a file has been sent, while htmx sends it.

document.addEventListener("htmx:xhr:progress", (event) => {
  const { lengthComputable, loaded, total } = event.detail;
  const bar = event.target.querySelector?.("[data-sending]");
  if (bar && lengthComputable) bar.value = (100 * loaded) / total;
});

// How much of a file has been sent. Without it the browser sends the form as always.

const form = document.querySelector("form[data-upload]");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const bar = form.querySelector("[data-sending]");
  const button = form.querySelector("button[type=submit]");
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (sent) => {
    if (sent.lengthComputable) bar.querySelector("progress").value = (100 * sent.loaded) / sent.total;
  });
  request.addEventListener("load", () => {
    const arrived = request.responseURL !== "" && new URL(request.responseURL).pathname !== location.pathname;
    if (arrived) location.assign(request.responseURL);
    else form.submit(); // the page says what is wrong with the file
  });
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action);
  bar.hidden = false;
  button.disabled = true;
  request.send(new FormData(form));
});

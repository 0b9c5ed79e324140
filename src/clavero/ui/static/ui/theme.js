// Runs before the first paint: an appearance "as the device" is settled here, not after.
(() => {
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const settle = () => {
    const chosen = root.dataset.theme;
    const dark = chosen === "dark" || (chosen !== "light" && device.matches);
    root.dataset.bsTheme = dark ? "dark" : "light";
  };
  root.classList.add("js");
  device.addEventListener("change", settle);
  new MutationObserver(settle).observe(root, { attributeFilter: ["data-theme"] });
  addEventListener("beforeprint", () => { root.dataset.bsTheme = "light"; });
  addEventListener("afterprint", settle);
  settle();
})();

// Reports that the page was read: once it is seen, and not when it is only reloaded.
(() => {
  const { count, countUrl } = document.body.dataset;
  const [navigation] = performance.getEntriesByType("navigation");
  const isRepeat = ["reload", "back_forward"].includes(navigation?.type);
  if (!count || isRepeat || navigator.webdriver || !navigator.sendBeacon) return;

  const report = () => {
    if (document.visibilityState !== "visible" || document.prerendering) return;
    document.removeEventListener("visibilitychange", report);
    const data = new FormData();
    data.append("target", count);
    data.append("path", location.pathname);
    navigator.sendBeacon(countUrl, data);
  };

  document.addEventListener("visibilitychange", report);
  document.addEventListener("prerenderingchange", report, { once: true });
  report();
})();

// Buttons that print; without scripts they stay hidden, and the browser's menu prints.
(() => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();

// Buttons that print; without scripts the style sheet leaves them out, and the
// browser's menu prints.
(() => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }
})();

// A comparison in a report opens the sheet of its figure, as the number itself does.
// Without this it leads to the figure's row in the table of sources.
(() => {
  for (const link of document.querySelectorAll('a.source[href^="#so-"]')) {
    const sheet = document.getElementById(`nguon-${link.hash.slice(4)}`);
    if (!sheet?.showPopover) continue;
    link.role = "button";
    link.addEventListener("click", (event) => {
      event.preventDefault();
      sheet.showPopover();
    });
  }
})();

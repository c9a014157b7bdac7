// Open menus close on Escape and on a click elsewhere.
(() => {
  const open = () => document.querySelectorAll("details[data-menu][open]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const innermost = [...open()].pop();
    if (!innermost) return;
    innermost.open = false;
    innermost.querySelector("summary").focus();
  });

  document.addEventListener("click", (event) => {
    for (const menu of open()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
})();

// A form that must not be sent twice: its buttons rest while the answer is awaited.
(() => {
  const summary = document.querySelector(".error-summary");
  summary?.focus();

  for (const form of document.querySelectorAll("form[data-once]")) {
    const rest = (disabled) => {
      for (const button of form.querySelectorAll("button")) button.disabled = disabled;
    };
    // After the submission has gathered its data, else a button's own value is lost.
    form.addEventListener("submit", () => setTimeout(rest, 0, true));
    // Coming back through the history shows the page as it was left.
    window.addEventListener("pageshow", () => rest(false));
  }
})();

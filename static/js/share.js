// Buttons that copy the page's address, or a text of their own, and say that they did.
(() => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    const status = button.parentElement.querySelector("[data-copied]");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        status.textContent = button.dataset.copiedText ?? "Đã sao chép địa chỉ.";
      } catch {
        status.textContent = "Trình duyệt không cho sao chép; xin tự chép.";
      }
    });
  }
})();

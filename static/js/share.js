// The button that copies the address of the page, and says that it did.
(() => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    const status = button.parentElement.querySelector("[data-copied]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        status.textContent = "Đã sao chép địa chỉ.";
      } catch {
        status.textContent = "Trình duyệt không cho sao chép; hãy chép từ thanh địa chỉ.";
      }
    });
  }
})();

// Turns the link to a video into its player, on the reader's click only.
(() => {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".video__link");
    const box = link?.closest("[data-video]");
    if (!box || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = new URL(box.dataset.video);
    address.searchParams.set("autoplay", "1");
    const player = document.createElement("iframe");
    player.src = address;
    player.title = box.dataset.title || document.title;
    player.allow = "autoplay; fullscreen; picture-in-picture";
    player.referrerPolicy = "strict-origin-when-cross-origin";
    box.replaceChildren(player);
    player.focus();
  });
})();

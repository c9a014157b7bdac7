// Shows the pictures of a gallery large, one after the other, over the page.
(() => {
  const icon = (name) => {
    const sprite = document.querySelector(".icon use").getAttribute("href").split("#")[0];
    return `<svg class="icon" aria-hidden="true"><use href="${sprite}#${name}"></use></svg>`;
  };
  const button = (name, label) =>
    `<button class="button button--small" type="button" data-do="${name}">${icon(name)}<span>${label}</span></button>`;

  const makeDialog = () => {
    const dialog = document.createElement("dialog");
    dialog.className = "lightbox";
    dialog.setAttribute("aria-label", "Xem ảnh lớn");
    dialog.innerHTML = `<div class="lightbox__in"><div class="lightbox__bar"><p aria-live="polite"></p>
      <div>${button("arrow-left", "Trước")}${button("arrow-right", "Sau")}${button("close", "Đóng")}</div></div>
      <img alt=""><p class="lightbox__caption"></p></div>`;
    document.body.append(dialog);
    return dialog;
  };

  for (const gallery of document.querySelectorAll("[data-gallery]")) {
    const links = [...gallery.querySelectorAll("a")];
    let dialog;
    let at = 0;

    const show = (index) => {
      at = (index + links.length) % links.length;
      const link = links[at];
      const { alt, srcset } = link.querySelector("img");
      Object.assign(dialog.querySelector("img"), { alt, srcset, src: link.href, sizes: "100vw" });
      dialog.querySelector(".lightbox__bar p").textContent = `Ảnh ${at + 1}/${links.length}`;
      dialog.querySelector(".lightbox__caption").textContent = link.dataset.caption;
    };

    const act = {
      "arrow-left": () => show(at - 1),
      "arrow-right": () => show(at + 1),
      close: () => dialog.close(),
      ArrowLeft: () => show(at - 1),
      ArrowRight: () => show(at + 1),
    };

    const prepare = () => {
      dialog = makeDialog();
      dialog.addEventListener("keydown", (event) => act[event.key]?.());
      dialog.addEventListener("click", (event) => {
        act[event.target.closest("[data-do]")?.dataset.do]?.();
      });
      dialog.addEventListener("close", () => links[at].focus());
    };

    gallery.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (!dialog) prepare();
      dialog.showModal();
      show(links.indexOf(link));
    });
  }
})();

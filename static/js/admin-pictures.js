/* The picture just chosen, or about to be uploaded, shown beside its field. */
"use strict";

(() => {
  const shownOf = (field) =>
    field.closest(".picture-choice")?.querySelector(".picture-choice__shown");

  const show = (picture, address) => {
    picture.hidden = !address;
    if (address) picture.src = address;
  };

  const onChoice = (select) => {
    const picture = shownOf(select);
    const pattern = select.closest(".picture-choice")?.dataset.thumbnail;
    if (!picture || !pattern) return;
    show(picture, select.value ? pattern.replace("/0/", `/${select.value}/`) : "");
  };

  const onFile = (input) => {
    const picture = shownOf(input);
    const file = input.files[0];
    if (!picture || !file || !file.type.startsWith("image/")) return;
    // As data, because the policy lets no other made-up address be a picture.
    const reader = new FileReader();
    reader.addEventListener("load", () => show(picture, reader.result));
    reader.readAsDataURL(file);
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches(".picture-choice input[type=file]")) onFile(event.target);
  });

  // Select2 tells of a choice through jQuery only.
  document.addEventListener("DOMContentLoaded", () => {
    window.django?.jQuery(document).on("change", ".picture-choice select", (event) =>
      onChoice(event.target),
    );
  });
})();

"use strict";
// Keys for who reviews many: they press the buttons that are there, so that without this script nothing is missing.
(() => {
  const cards = [...document.querySelectorAll(".card")];
  let at = 0;

  const show = (place) => {
    if (!cards.length) return;
    at = Math.max(0, Math.min(place, cards.length - 1));
    cards[at].focus({ preventScroll: true });
    cards[at].scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("focusin", (event) => {
    const place = cards.indexOf(event.target.closest(".card"));
    if (place >= 0) at = place;
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "Escape" && typing) return show(at);
    if (event.key === "Enter" && event.target.dataset && event.target.dataset.field === "c") {
      event.preventDefault();
      return event.target.form.querySelector("[value=correct]").click();
    }
    if (typing) return;
    const card = cards[at];
    if (event.key === "j") show(at + 1);
    else if (event.key === "k") show(at - 1);
    else if (event.key === "u") document.querySelector("[data-key=u]")?.click();
    else if (card && (event.key === "a" || event.key === "r")) card.querySelector(`[data-key=${event.key}]`)?.click();
    else if (card && (event.key === "c" || event.key === "n")) {
      event.preventDefault();
      card.querySelector(`[data-field=${event.key}]`)?.focus();
    }
  });

  if (document.querySelector(".notice .undo")) show(0); // one was just decided on, so the next is what is wanted
})();

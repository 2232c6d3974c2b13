"use strict";
// Searches inside this file. Nothing is kept and nothing is sent: there is nowhere to send it.
const plain = (text) =>
  text.normalize("NFKC").toLowerCase().replace(/[\u2019\u02bc`]/g, "'").replace(/\u0451/g, "\u0435");

for (const place of document.querySelectorAll("[data-search]")) {
  const box = document.createElement("input");
  box.type = "search";
  box.autocomplete = "off";
  const label = document.createElement("label");
  label.append(place.dataset.search, box);
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  place.append(label, said);

  const pages = Array.from(place.parentElement.querySelectorAll("article"), (article) => ({
    article,
    item: place.parentElement.querySelector(`[href="#${article.id}"]`).parentElement,
    text: plain(article.textContent),
  }));
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const page of pages) {
      const holds = words.every((word) => page.text.includes(word));
      page.article.hidden = !holds;
      page.item.hidden = !holds;
      found += holds ? 1 : 0;
    }
    said.textContent = words.length ? `${place.dataset.found}: ${found}` : "";
  });
}

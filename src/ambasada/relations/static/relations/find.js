// Find as somebody types: the same form asks, and its list takes the place of the one shown.
// Without this script the button does it.
"use strict";
for (const box of document.querySelectorAll(".rel__search input[type=search]")) {
  const form = box.form;
  const found = document.querySelector("[data-found]");
  // A form that leads to another page, or a page without a list, has its button.
  if (!found || form.getAttribute("action")) continue;
  const PAUSE = 250; // milliseconds after the last letter
  const told = document.createElement("p"); // who does not see the list hears how many there are
  told.className = "w-sr-only";
  told.setAttribute("role", "status");
  form.append(told);
  let waiting = 0;
  let asked = null;

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`${location.pathname}?${query}`, { signal: asked.signal });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const list = page.querySelector("[data-found]");
      if (!list) return;
      told.textContent = list.querySelector("[data-count]")?.textContent ?? "";
      found.replaceChildren(...list.childNodes);
    } catch {
      // Overtaken by the next letter, or offline: the button still asks.
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
}

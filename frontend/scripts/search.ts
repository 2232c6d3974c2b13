/**
 * On the live site: asks in place of the form. A browser keeps on the disk what a form sent, so that
 * it can open a closed tab again; what a script sends it does not. Without scripts the form works.
 *
 * The search of a copy of the site, where no server answers: a box, and what is found in a file that
 * is loaded once somebody comes to the box. What is typed stays in the page: no address, no storage.
 */
import { Finder, MOST, type Words } from "./searching/finding.ts";

const LONGEST = 100;

declare global {
  interface Window {
    ambasadaWords?: (words: Words) => void;
  }
}

const place = document.querySelector<HTMLElement>("[data-search]");

function made<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  text = "",
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

function shown([path, title, introduction]: Words["pages"][number]): HTMLElement {
  const item = made("li", "search__result");
  const link = made("a", "datelist__title", title);
  link.href = path;
  item.append(link, made("p", "datelist__text", introduction));
  return item;
}

function told(said: DOMStringMap, number: number): string {
  if (!number) return said.none ?? "";
  return number < MOST ? `${said.found ?? ""} ${number}` : (said.first ?? "");
}

function begin(where: HTMLElement): void {
  const said = where.dataset;
  const box = made("input", "search__box");
  Object.assign(box, { type: "search", id: "q", maxLength: LONGEST, autocomplete: "off" });
  box.spellcheck = false;
  box.setAttribute("autocapitalize", "none");
  const label = made("label", "search__label", said.label);
  label.htmlFor = "q";
  const button = made("button", "search__button", said.button);
  button.type = "button";
  const status = made("p", "search__said");
  status.setAttribute("role", "status");
  const list = made("ul", "plain");
  let finder: Finder | undefined;
  let waits = false;

  function load(): void {
    if (window.ambasadaWords || !said.words) return;
    window.ambasadaWords = (words) => {
      finder = new Finder(words, document.documentElement.lang);
      if (waits) look();
    };
    const script = document.createElement("script");
    script.src = said.words;
    script.onerror = () => (status.textContent = said.later ?? "");
    document.head.append(script);
  }

  function look(): void {
    waits = !finder;
    load();
    if (!finder || !box.value.trim()) return;
    const found = finder.find(box.value);
    status.textContent = told(said, found.length);
    list.replaceChildren(...found.map(shown));
  }

  box.addEventListener("focus", load);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") look();
  });
  button.addEventListener("click", look);
  const frame = made("div", "search");
  frame.setAttribute("role", "search");
  frame.append(label, box, button);
  where.append(frame, status, list);
}

function askInPlace(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = form.querySelector("input")?.value ?? "";
    const body = new URLSearchParams({ q: typed });
    fetch(form.action, { method: "POST", body, credentials: "omit", cache: "no-store" })
      .then((answer) => answer.text())
      .then((text) => {
        const made = new DOMParser().parseFromString(text, "text/html");
        const found = made.querySelector("[data-found]");
        if (!found) throw new Error("no page to search on");
        document.querySelector("[data-found]")?.replaceWith(found);
      })
      .catch(() => form.submit());
  });
}

const form = document.querySelector<HTMLFormElement>("form.search");
if (place) begin(place);
if (form) askInPlace(form);

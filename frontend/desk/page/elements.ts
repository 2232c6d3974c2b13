/** Elements of the page, made one by one: no text ever becomes markup. */

export type Child = Node | string | false | undefined;

export interface Options {
  class?: string;
  /** Attributes; true is an empty one, false is none. */
  [attribute: string]: string | boolean | undefined;
}

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  options: Options = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter(isThere));
  return element;
}

function isThere(child: Child): child is Node | string {
  return child !== undefined && child !== false;
}

let made = 0;

/** An id nobody else has, for a label and what it labels. */
export function newId(): string {
  made += 1;
  return `e${made}`;
}

/** A text with its line breaks, as somebody typed it. */
export function typed(text: string, language?: string): HTMLElement {
  return make("div", { class: "typed", dir: "auto", lang: language || undefined }, text);
}

/** A list of facts, a name and what is so of each. Those without a fact are left out. */
export function facts(pairs: [name: string, fact: Child][], className = "facts"): HTMLElement {
  const list = make("dl", { class: className });
  for (const [name, fact] of pairs) {
    if (fact) list.append(make("div", {}, make("dt", {}, name), make("dd", {}, fact)));
  }
  return list;
}

/** A part of a screen with its heading. */
export function part(heading: string, ...children: Child[]): HTMLElement {
  const id = newId();
  return make(
    "section",
    { class: "part", "aria-labelledby": id },
    make("h2", { id }, heading),
    ...children,
  );
}

/** A part that opens when it is wanted. */
export function folded(heading: string, ...children: Child[]): HTMLDetailsElement {
  return make(
    "details",
    { class: "folded" },
    make("summary", {}, make("h2", {}, heading)),
    make("div", { class: "folded__inside stack" }, ...children),
  );
}

export function quiet(text: string): HTMLElement {
  return make("p", { class: "quiet" }, text);
}

/** What must be seen before the rest. Red, `now`, is for what cannot wait. */
export function notice(kind: "quiet" | "now", ...children: Child[]): HTMLElement {
  return make("div", { class: `notice notice--${kind}` }, ...children);
}

export function items(texts: readonly string[], className = "list"): HTMLElement {
  return make("ul", { class: className }, ...texts.map((text) => make("li", {}, text)));
}

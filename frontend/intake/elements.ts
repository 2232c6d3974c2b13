/** Making what is shown: elements out of words, never out of markup. */

export type Child = Node | string | undefined;
type Values = Readonly<Record<string, string | boolean | undefined>>;

/** An element with its attributes and what stands in it. True is an attribute without a value. */
export function made<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  values: Values = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(values)) {
    if (value === true) element.setAttribute(name, "");
    else if (typeof value === "string") element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

export function paragraph(text: string, className = ""): HTMLParagraphElement {
  return made("p", className ? { class: className } : {}, text);
}

/** What somebody typed keeps its lines. */
export function quoted(text: string): HTMLParagraphElement {
  return made("p", { class: "quoted", dir: "auto" }, text);
}

/** A part of a screen under a heading of its own. */
export function part(heading: string, ...children: Child[]): HTMLElement {
  return made("section", { class: "part" }, made("h2", {}, heading), ...children);
}

export function listed(items: Child[], className = "plain"): HTMLUListElement {
  return made("ul", { class: className }, ...items.map((item) => made("li", {}, item)));
}

/** A sentence that is read aloud when it changes. */
export function spoken(): HTMLParagraphElement {
  return made("p", { class: "told", role: "status" });
}

/** One screen at a time: a heading, what stands below it, and what can be done. */
import { type Child, made } from "./elements.ts";

export interface Button {
  label: string;
  go: () => void | Promise<void>;
  /** "main" where there is one thing to do next; "quiet" for what few will want. */
  kind?: "main" | "plain" | "quiet";
}

export interface Screen {
  heading: string;
  /** What stands above the heading, such as where in the questions we are. */
  above?: string;
  content: Child[];
  /** Enter in a box does what the first one does. */
  buttons: Button[];
  /** What can be read below them. */
  below?: Child[];
  /** The first screen has the numbers and the languages above it; the others have a line. */
  isFirst?: boolean;
}

let hasBegun = false;

/** Show a screen in place of the one before, and begin to read it at its heading. */
export function show(screen: Screen): void {
  const heading = made("h1", { id: "heading", tabindex: "-1" }, screen.heading);
  const form = made("form", { class: "screen", novalidate: true, autocomplete: "off" });
  let isBusy = false;
  const press = async (go: Button["go"]): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      await go();
    } finally {
      isBusy = false;
    }
  };
  const [first] = screen.buttons;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (first) void press(first.go);
  });
  const buttons = screen.buttons.map((button) => buttonOf(button, button === first, press));
  form.append(
    ...(screen.above ? [made("p", { class: "above" }, screen.above)] : []),
    heading,
    ...screen.content.filter((child) => child !== undefined),
    made("div", { class: "buttons" }, ...buttons),
    ...(screen.below ?? []).filter((child) => child !== undefined),
  );
  placeOfScreens().replaceChildren(form);
  setAround(screen.isFirst === true);
  scrollTo(0, 0);
  // Whoever has just come begins above, at the numbers.
  if (hasBegun) heading.focus({ preventScroll: true });
  hasBegun = true;
}

function setAround(isFirst: boolean): void {
  document.documentElement.classList.toggle("begun", !isFirst);
  const numbers = document.querySelector("[data-numbers]");
  const more = document.querySelector<HTMLDetailsElement>("[data-now]");
  if (!numbers || !more || isFirst === (numbers.parentElement !== more)) return;
  if (isFirst) more.before(numbers);
  else more.firstElementChild?.after(numbers);
  more.open = false;
}

function buttonOf(
  button: Button,
  isFirst: boolean,
  press: (go: Button["go"]) => Promise<void>,
): HTMLButtonElement {
  const kind = button.kind ?? (isFirst ? "main" : "plain");
  const type = isFirst ? "submit" : "button";
  const element = made("button", { type, class: `button button--${kind}` }, button.label);
  if (!isFirst) element.addEventListener("click", () => void press(button.go));
  return element;
}

/** Nothing of a screen stays, not even for what the browser keeps of a page. */
export function clearScreen(): void {
  placeOfScreens().replaceChildren();
}

/** Show the place where screens stand, in place of what a page without scripts says. */
export function takeOver(): void {
  document.querySelector("[data-without-script]")?.remove();
  placeOfScreens().hidden = false;
}

/** It also carries, in attributes, what the page is told of its embassy. Throws on another page. */
export function placeOfScreens(): HTMLElement {
  const place = document.querySelector<HTMLElement>("[data-screen]");
  if (!place) throw new Error("the page has no place for a screen");
  return place;
}

/** Buttons, and what is said when an act ends or fails. */
import { texts } from "../texts.ts";
import { Refused, WireError } from "../wire/errors.ts";
import { make } from "./elements.ts";

export type Weight = "main" | "plain" | "link";

/** A button. While its act runs it does not answer; what goes wrong is said in a sentence. */
export function button(
  label: string,
  act: () => unknown,
  weight: Weight = "plain",
): HTMLButtonElement {
  const made = make("button", { type: "button", class: `button button--${weight}` }, label);
  made.addEventListener("click", () => void acting(made, act));
  return made;
}

/** Say to whoever does not see what a button belongs to: its name is the label, then that. */
export function about(made: HTMLButtonElement, what: string): HTMLButtonElement {
  made.setAttribute("aria-label", `${made.textContent}: ${what}`);
  return made;
}

/** The button of a form; the form says what it does. */
export function submit(label: string, weight: Weight = "main"): HTMLButtonElement {
  return make("button", { type: "submit", class: `button button--${weight}` }, label);
}

/** Do something once at a time; the place it was asked from is busy until it is done. */
export async function acting(place: HTMLElement, act: () => unknown): Promise<void> {
  if (place.getAttribute("aria-busy") === "true") return;
  place.setAttribute("aria-busy", "true");
  try {
    await act();
  } catch (error) {
    // A session that ended has locked the page, which says so itself.
    if (!(error instanceof WireError && error.word === "over")) refuse(sentenceOf(error));
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (!(error instanceof WireError)) return texts.errors.other;
  const known: { [word: string]: string } = texts.errors;
  return known[error.word] ?? texts.errors.other;
}

const said = make("p", { class: "said", role: "status" });
const refused = make("p", { class: "said said--refused", role: "alert" });

/** The two lines in which the page speaks; they stand above every screen. */
export function voices(): HTMLElement {
  return make("div", { class: "voices" }, said, refused);
}

/** Say what was done. */
export function say(sentence: string): void {
  refused.textContent = "";
  said.textContent = sentence;
}

/** Say what could not be done. */
export function refuse(sentence: string): void {
  said.textContent = "";
  refused.textContent = sentence;
  refused.scrollIntoView({ block: "nearest" });
}

export function hush(): void {
  said.textContent = "";
  refused.textContent = "";
}

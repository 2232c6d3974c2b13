/** Boxes and choices. What is typed stays in the page: no spelling service, no list of the browser. */
import { type Child, made, paragraph } from "./elements.ts";
import { say, type Key } from "./texts.ts";

export interface Choice {
  value: string;
  label: string;
  hint?: string;
}

export interface Choices {
  element: HTMLElement;
  value: () => string;
  focus: () => void;
}

const UNLISTENED = {
  autocomplete: "off",
  autocorrect: "off",
  autocapitalize: "off",
  spellcheck: "false",
  "data-gramm": "false",
  translate: "no",
} as const;

/** One of several; the heading of the screen is what they answer. */
export function choices(name: string, offered: readonly Choice[], chosen: string): Choices {
  const inputs = offered.map(({ value }) => {
    const id = `${name}-${value || "none"}`;
    const input = made("input", { type: "radio", id, name, value, autocomplete: "off" });
    input.checked = value === chosen;
    return input;
  });
  const rows = offered.map(({ label, hint }, at) => {
    const input = inputs[at];
    const hintId = hint ? `${input?.id}-hint` : undefined;
    if (hintId) input?.setAttribute("aria-describedby", hintId);
    return made(
      "div",
      { class: "choice" },
      input,
      made("label", { for: input?.id }, label),
      hint ? made("p", { id: hintId, class: "choice__hint" }, hint) : undefined,
    );
  });
  return {
    element: made("div", { role: "radiogroup", "aria-labelledby": "heading", class: "choices" }, ...rows),
    value: () => inputs.find((input) => input.checked)?.value ?? "",
    focus: () => inputs[0]?.focus(),
  };
}

export interface Box {
  element: HTMLElement;
  input: HTMLInputElement | HTMLTextAreaElement;
  /** Say what is wrong with it, and lead there; an empty sentence takes that back. */
  complain: (text: string) => void;
}

interface Asked {
  id: string;
  label: string;
  value: string;
  hints?: Child[];
  /** Rows of a box for a text; one line without. */
  rows?: number;
  digits?: boolean;
  className?: string;
}

export function box(asked: Asked): Box {
  const { id, rows } = asked;
  const values = { id, name: id, class: `box ${asked.className ?? ""}`.trim(), ...UNLISTENED };
  const input = rows
    ? made("textarea", { ...values, rows: String(rows) })
    : made("input", { ...values, type: "text", inputmode: asked.digits ? "numeric" : undefined });
  input.value = asked.value;
  const hints = made("div", { id: `${id}-hints`, class: "hints" }, ...(asked.hints ?? []));
  const wrong = made("p", { id: `${id}-wrong`, class: "mind", role: "alert" });
  input.setAttribute("aria-describedby", `${id}-hints ${id}-wrong`);
  const element = made("div", { class: "field" }, made("label", { for: id }, asked.label), hints, wrong, input);
  const complain = (text: string): void => {
    wrong.textContent = text;
    if (!text) return input.removeAttribute("aria-invalid");
    input.setAttribute("aria-invalid", "true");
    input.focus();
  };
  return { element, input, complain };
}

/** Why something is asked, for who wants to know. */
export function why(key: Key): HTMLElement {
  return made("details", { class: "why" }, made("summary", {}, say("why")), paragraph(say(key)));
}

export function tick(id: string, label: string, isOn: boolean): HTMLInputElement & { row: HTMLElement } {
  const input = made("input", { type: "checkbox", id, autocomplete: "off" });
  input.checked = isOn;
  const row = made("div", { class: "choice" }, input, made("label", { for: id }, label));
  return Object.assign(input, { row });
}

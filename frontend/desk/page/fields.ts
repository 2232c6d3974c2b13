/** What somebody types or ticks. */
import { type Child, type Options, make, newId } from "./elements.ts";

export interface Field<Control extends HTMLElement> {
  whole: HTMLElement;
  control: Control;
}

interface About {
  hint?: string | undefined;
  attributes?: Options;
}

// What is typed here is kept nowhere: neither by the browser, nor in its dictionary.
const FORGOTTEN: Options = { autocomplete: "off", autocapitalize: "none", spellcheck: "false" };

export function textField(label: string, about: About = {}): Field<HTMLInputElement> {
  return labelled(
    label,
    make("input", { type: "text", ...FORGOTTEN, ...about.attributes }),
    about.hint,
  );
}

export function secretField(label: string, about: About = {}): Field<HTMLInputElement> {
  return labelled(
    label,
    make("input", { type: "password", ...FORGOTTEN, ...about.attributes }),
    about.hint,
  );
}

export function dayField(label: string, about: About = {}): Field<HTMLInputElement> {
  return labelled(label, make("input", { type: "date", autocomplete: "off", ...about.attributes }), about.hint);
}

export function areaField(label: string, about: About = {}): Field<HTMLTextAreaElement> {
  const attributes = { rows: "4", autocomplete: "off", spellcheck: "false", ...about.attributes };
  return labelled(label, make("textarea", attributes), about.hint);
}

export function choiceField(
  label: string,
  choices: readonly (readonly [value: string, text: string])[],
  about: About = {},
): Field<HTMLSelectElement> {
  const options = choices.map(([value, text]) => make("option", { value }, text));
  return labelled(label, make("select", { autocomplete: "off", ...about.attributes }, ...options), about.hint);
}

export function tick(label: Child, ticked = false): Field<HTMLInputElement> {
  const control = make("input", { type: "checkbox" });
  control.checked = ticked;
  return { control, whole: make("label", { class: "tick" }, control, make("span", {}, label)) };
}

/** A form whose button, and the key Enter, do what `act` does; nothing is sent by the browser. */
export function form(act: () => void, ...children: Child[]): HTMLFormElement {
  const made = make("form", { class: "form stack", novalidate: true }, ...children);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
  return made;
}

function labelled<Control extends HTMLElement>(
  label: string,
  control: Control,
  hint: string | undefined,
): Field<Control> {
  control.id = newId();
  const whole = make("div", { class: "field" }, make("label", { for: control.id }, label));
  if (hint !== undefined) {
    const id = newId();
    whole.append(make("p", { class: "field__hint", id }, hint));
    control.setAttribute("aria-describedby", id);
  }
  whole.append(control);
  return { whole, control };
}

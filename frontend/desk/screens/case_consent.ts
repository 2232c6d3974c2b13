/** The leave to pass something on: given in the form, or in a letter that the member names. */
import { make, notice } from "../page/elements.ts";
import { choiceField } from "../page/fields.ts";
import { dayText, fill, texts } from "../texts.ts";
import { Refused } from "../wire/errors.ts";
import type { CaseView } from "./case_view.ts";

interface Consent {
  whole: HTMLElement;
  /** Where the person agreed. Throws Refused if they have not. */
  said: () => string;
}

export function consentField(view: CaseView): Consent {
  if (view.form?.refer) {
    const whole = notice("quiet", make("p", {}, texts.referral.agreed));
    return { whole, said: () => texts.referral.agreed };
  }
  const none = make("option", { value: "" }, texts.referral.notYet);
  const field = choiceField(texts.referral.consentWhere, []);
  view.watchThread("case", () => {
    const chosen = field.control.value;
    const options = lettersOfPerson(view).map((text) => make("option", { value: text }, text));
    field.control.replaceChildren(none, ...options);
    field.control.value = chosen;
  });
  const said = (): string => {
    if (!field.control.value) throw new Refused(texts.referral.askFirst);
    return field.control.value;
  };
  const warning = notice("now", make("p", {}, texts.referral.notAgreed));
  return { whole: make("div", { class: "stack" }, warning, field.whole), said };
}

/** What the person wrote after the form, each in words that name it. */
function lettersOfPerson({ opened }: CaseView): string[] {
  const own = opened.threads.case.letters.filter(({ content }) => content.from === "person");
  return own.slice(1).map(({ content: { seq, day } }) => {
    return fill(texts.referral.agreedIn, { seq, day: dayText(day) });
  });
}

/** To whom a referral goes: one of the signed list, or somebody whose key is there on paper. */
import { isRecipient } from "../../sealing/index.ts";
import { offices } from "../keeping/offices.ts";
import { type Partner, partnersOf } from "../keeping/partners.ts";
import { make } from "../page/elements.ts";
import { choiceField, textField } from "../page/fields.ts";
import { texts } from "../texts.ts";
import { Refused } from "../wire/errors.ts";

const OTHER = "other";

interface Choice {
  whole: HTMLElement;
  /** Whom the fields name. Throws Refused if they name nobody. */
  chosen: () => Partner;
}

export function partnerFields(embassy: string): Choice {
  const which = choiceField(texts.referral.partner, [[OTHER, texts.referral.other]]);
  const other = otherFields();
  let partners: Partner[] = [];
  const show = (): void => {
    other.whole.hidden = which.control.value !== OTHER;
  };
  which.control.addEventListener("change", show);
  const office = offices().find(({ code }) => code === embassy);
  void (office ? partnersOf(office) : Promise.resolve([])).then((signed) => {
    partners = signed;
    const options = signed.map(({ name }, place) => make("option", { value: String(place) }, name));
    which.control.prepend(...options);
    which.control.selectedIndex = 0;
    show();
  });
  return {
    whole: make("div", { class: "stack" }, which.whole, other.whole),
    chosen: () => partners[Number(which.control.value)] ?? other.chosen(),
  };
}

/** Somebody who is not on the list, whose key the member has from them. */
function otherFields(): Choice {
  const name = textField(texts.referral.name);
  const hint = texts.referral.registrationHint;
  const registration = textField(texts.referral.registration, { hint });
  const about = { hint: texts.referral.keyHint, attributes: { class: "exact" } };
  const recipient = textField(texts.referral.key, about);
  const wholes = [name.whole, registration.whole, recipient.whole];
  const chosen = (): Partner => {
    const made = {
      name: name.control.value.trim(),
      registration: registration.control.value.trim(),
      recipient: recipient.control.value.trim(),
    };
    if (!made.name || !isRecipient(made.recipient)) throw new Refused(texts.referral.noPartner);
    return made;
  };
  return { whole: make("div", { class: "inset stack" }, ...wholes), chosen };
}

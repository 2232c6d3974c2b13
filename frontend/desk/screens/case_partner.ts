/** To whom a referral goes: one of the signed list, or somebody whose key is there on paper. */
import { isRecipient } from "../../sealing/index.ts";
import { ownOffice } from "../keeping/office.ts";
import { type Partner, type PartnersProblem, forgetPartners, partnersOf } from "../keeping/partners.ts";
import { button } from "../page/acting.ts";
import { make, notice, quiet } from "../page/elements.ts";
import { choiceField, textField } from "../page/fields.ts";
import { texts } from "../texts.ts";
import { Refused } from "../wire/errors.ts";

const OTHER = "other";

interface Choice {
  whole: HTMLElement;
  /** Whom the fields name. Throws Refused if they name nobody. */
  chosen: () => Partner;
}

export function partnerFields(): Choice {
  const which = choiceField(texts.referral.partner, [[OTHER, texts.referral.other]]);
  const other = otherFields();
  let partners: Partner[] = [];
  const show = (): void => {
    other.whole.hidden = which.control.value !== OTHER;
  };
  which.control.addEventListener("change", show);
  const told = make("div", { role: "status" });
  const refill = async (): Promise<void> => {
    const found = await partnersOf(ownOffice());
    const options = found.partners.map(({ name }, place) =>
      make("option", { value: String(place) }, name),
    );
    partners = found.partners;
    which.control.prepend(...options);
    which.control.selectedIndex = 0;
    told.replaceChildren(...(found.problem ? problemBlock(found.problem, refill) : []));
    show();
  };
  void refill();
  return {
    whole: make("div", { class: "stack" }, told, which.whole, other.whole),
    chosen: () => partners[Number(which.control.value)] ?? other.chosen(),
  };
}

/** Why nobody is offered. What the server may have meddled with cannot wait. */
function problemBlock(problem: PartnersProblem, again: () => Promise<void>): HTMLElement[] {
  const sentence = texts.referral.problems[problem];
  if (problem === "signature" || problem === "malformed")
    return [notice("now", make("p", {}, sentence))];
  if (problem !== "unreachable") return [quiet(sentence)];
  const act = (): Promise<void> => {
    forgetPartners();
    return again();
  };
  return [quiet(sentence), make("div", { class: "buttons" }, button(texts.answer.guidesAgain, act))];
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

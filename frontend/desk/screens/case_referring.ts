/** A new referral: with whose leave, to whom, and which fields; nothing else goes. */
import { acting, say, submit } from "../page/acting.ts";
import { asked } from "../page/asking.ts";
import { type Child, items, make, notice, quiet } from "../page/elements.ts";
import { areaField, form } from "../page/fields.ts";
import { fill, texts } from "../texts.ts";
import { Refused } from "../wire/errors.ts";
import { consentField } from "./case_consent.ts";
import { partnerFields } from "./case_partner.ts";
import { type Referring, carryOut } from "./case_packet.ts";
import { tickFields } from "./case_ticking.ts";
import type { CaseView } from "./case_view.ts";

export function referralForm(view: CaseView): HTMLElement {
  const partner = partnerFields();
  const consent = consentField(view);
  const ticks = tickFields(view);
  const attributes = { rows: "3", dir: "auto" };
  const note = areaField(texts.referral.note, { attributes });
  const refer = async (): Promise<void> => {
    const to = partner.chosen();
    const leave = consent.said();
    const going = { to, leave, ...ticks.ticked(), note: note.control.value.trim() };
    if (!going.fields.length && !going.files.length)
      throw new Refused(texts.referral.nothingTicked);
    const said = summary(going);
    if (!(await asked({ title: texts.referral.sureTitle, said, yes: texts.referral.act }))) return;
    await carryOut(view, going);
    ticks.clear();
    note.control.value = "";
    say(texts.referral.made);
  };
  const whole = form(
    () => void acting(whole, refer),
    consent.whole,
    partner.whole,
    ticks.whole,
    note.whole,
    make("div", { class: "buttons" }, submit(texts.referral.act, "plain")),
    quiet(texts.referral.how),
  );
  return whole;
}

function summary({ to, leave, fields, files }: Referring): Child[] {
  const names = [
    ...fields.map(({ name }) => name),
    ...files.map(({ attachment }) => attachment.name),
  ];
  const listed = `${texts.referral.registration}: ${to.registration}`;
  return [
    make("p", {}, fill(texts.referral.sure, { partner: to.name })),
    items(names),
    make("p", {}, leave),
    to.registration
      ? make("p", {}, listed)
      : notice("now", make("p", {}, texts.referral.noRegistration)),
  ];
}

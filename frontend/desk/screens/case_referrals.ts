/** Referrals: what went to whom, how it stands, and a new one. */
import { type Referral, type ReferralState, referralsOf } from "../cases/letters.ts";
import { acting, button, say, submit } from "../page/acting.ts";
import { facts, folded, make, quiet } from "../page/elements.ts";
import { form, textField } from "../page/fields.ts";
import { dayText, deadlineText, fill, named, texts } from "../texts.ts";
import { Refused } from "../wire/errors.ts";
import { referralForm } from "./case_referring.ts";
import type { CaseView } from "./case_view.ts";

/** What may follow what. */
const NEXT: Record<ReferralState, readonly ReferralState[]> = {
  in_progress: ["accepted", "rejected", "revoked"],
  accepted: ["done", "rejected", "revoked"],
  done: [],
  rejected: [],
  revoked: [],
};

export function referralsPart(view: CaseView): HTMLElement {
  const list = make("div", { class: "stack" });
  view.watchThread("notes", () =>
    list.replaceChildren(
      ...referralsOf(view.opened).map((referral) => referralItem(view, referral)),
    ),
  );
  return folded(texts.referral.title, list, make("h3", {}, texts.referral.new), referralForm(view));
}

function referralItem(view: CaseView, referral: Referral): HTMLElement {
  const { partner, registration, fields, consent, due, state, reason, day } = referral;
  const isOpen = NEXT[state].length > 0;
  const names: { [code: string]: string } = texts.referral.fields;
  const table = facts([
    [
      texts.referral.state,
      fill(texts.referral.since, { state: named(texts.referral.states, state), day: dayText(day) }),
    ],
    [texts.referral.reason, reason],
    [texts.referral.registration, registration],
    [texts.referral.went, fields.map((field) => names[field] ?? field).join(", ")],
    [texts.referral.consent, consent],
    [texts.referral.answerBy, isOpen && due ? deadlineText(due) : undefined],
  ]);
  return make(
    "section",
    { class: "inset stack", "aria-label": fill(texts.referral.to, { partner }) },
    make("h3", {}, fill(texts.referral.to, { partner })),
    table,
    isOpen && stateForm(view, referral),
  );
}

/** The word of the packet for "accepted", a reason for the two ends that are not wanted. */
function stateForm(view: CaseView, referral: Referral): HTMLElement {
  const { id, partner, state, word } = referral;
  const said = textField(texts.referral.wordOrReason, { hint: texts.referral.wordHint });
  const go = async (next: ReferralState): Promise<void> => {
    const text = said.control.value.trim();
    if (next === "accepted" && digits(text) !== digits(word))
      throw new Refused(texts.referral.otherWord);
    if (next === "rejected" && !text) throw new Refused(texts.referral.noReason);
    const reason = next === "accepted" ? "" : text;
    await view.write({
      stream: "notes",
      kind: "referral",
      body: { id, partner, state: next, reason },
    });
    say(fill(texts.referral.now, { state: named(texts.referral.states, next) }));
  };
  const [first, ...others] = NEXT[state];
  if (!first) return quiet("");
  const acts: { [state: string]: string } = texts.referral.acts;
  const whole = form(
    () => void acting(whole, () => go(first)),
    said.whole,
    make(
      "div",
      { class: "buttons" },
      submit(acts[first] ?? first, "plain"),
      ...others.map((next) => button(acts[next] ?? next, () => go(next), "link")),
    ),
  );
  return whole;
}

function digits(text: string): string {
  return text.replace(/\D/g, "");
}

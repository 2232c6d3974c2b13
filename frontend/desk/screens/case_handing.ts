/** Handing over: one colleague more gets the keys of this case; whoever read it has read it. */
import type { Entry } from "../../sealing/index.ts";
import { handOver } from "../cases/epochs.ts";
import { acting, say, submit } from "../page/acting.ts";
import { asked } from "../page/asking.ts";
import { folded, make, quiet } from "../page/elements.ts";
import { choiceField, form } from "../page/fields.ts";
import { fill, texts } from "../texts.ts";
import { Refused } from "../wire/errors.ts";
import type { CaseView } from "./case_view.ts";
import { fingerprintBlock } from "./fingerprint.ts";

export function handingPart(view: CaseView): HTMLElement {
  const entries = colleaguesFor(view);
  const inside = entries.length ? handingForm(view, entries) : quiet(texts.handing.nobody);
  return folded(texts.handing.title, make("p", {}, texts.handing.said), inside);
}

/** Colleagues on the roster who were not removed; those who do not hold the case come first. */
function colleaguesFor({ desk, opened }: CaseView): Entry[] {
  const { answer } = opened;
  const rosters = desk.session.rosters.get(opened.row.embassy);
  const removed = rosters?.removed ?? [];
  const entries = rosters?.current?.entries ?? [];
  const isFree = ({ kid }: Entry): boolean => {
    return kid !== desk.session.kid && !removed.includes(kid) && desk.session.names.has(kid);
  };
  const holds = ({ kid }: Entry): number => Number(answer.members.includes(kid));
  return entries.filter(isFree).sort((one, other) => holds(one) - holds(other));
}

function handingForm(view: CaseView, entries: readonly Entry[]): HTMLElement {
  const { session } = view.desk;
  const { members } = view.opened.answer;
  const choices = entries.map(({ kid }): [string, string] => {
    const name = session.nameOf(kid);
    return [kid, members.includes(kid) ? fill(texts.handing.holds, { name }) : name];
  });
  const to = choiceField(texts.handing.to, choices);
  const hand = async (): Promise<void> => {
    const entry = entries.find(({ kid }) => kid === to.control.value);
    if (!entry) throw new Refused(texts.handing.nobody);
    const name = session.nameOf(entry.kid);
    const words = await fingerprintBlock(entry.recipient, entry.verify);
    const said = [make("p", {}, fill(texts.handing.sure, { name })), words];
    if (!(await asked({ title: texts.handing.title, said, yes: texts.handing.act }))) return;
    if (!(await handOver(view.opened, entry)))
      throw new Refused(fill(texts.handing.holds, { name }));
    await view.write({
      stream: "notes",
      kind: "note",
      body: { text: fill(texts.handing.note, { name }) },
    });
    say(fill(texts.handing.done, { name }));
  };
  const whole = form(
    () => void acting(whole, hand),
    to.whole,
    make("div", { class: "buttons" }, submit(texts.handing.act, "plain")),
  );
  return whole;
}

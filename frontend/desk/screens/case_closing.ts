/** Closing: what it was about and how it ended, for a counter and for nothing else. */
import { statusBody } from "../cases/sending.ts";
import { acting, submit } from "../page/acting.ts";
import { asked } from "../page/asking.ts";
import { folded, make, quiet } from "../page/elements.ts";
import { choiceField, form } from "../page/fields.ts";
import { texts } from "../texts.ts";
import { close } from "../wire/desk.ts";
import type { CaseView } from "./case_view.ts";

export function closingPart(view: CaseView): HTMLElement {
  const type = choiceField(texts.closing.type, Object.entries(texts.types));
  const outcome = choiceField(texts.closing.outcome, Object.entries(texts.outcomes));
  type.control.value = view.form?.type || "other";
  const end = async (): Promise<void> => {
    const said = [make("p", {}, texts.closing.sure)];
    if (!(await asked({ title: texts.closing.title, said, yes: texts.closing.act }))) return;
    const body = await statusBody(view.opened, "closed");
    await view.write({ stream: "case", kind: "status", body });
    await close(view.ref, type.control.value, outcome.control.value);
    view.desk.toQueue(texts.closing.done);
  };
  const whole = form(
    () => void acting(whole, end),
    type.whole,
    outcome.whole,
    quiet(texts.closing.counted),
    make("div", { class: "buttons" }, submit(texts.closing.act, "plain")),
  );
  const made = folded(texts.closing.title, whole);
  view.watch(() => (made.hidden = view.opened.answer.state === "closed"));
  return made;
}

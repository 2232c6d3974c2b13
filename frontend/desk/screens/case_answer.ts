/** The answer: it informs and refers. Where it starts to advise, its writer is told first. */
import { adviceIn } from "../cases/advising.ts";
import type { Attached } from "../cases/attaching.ts";
import { draftOf, keepDraft } from "../keeping/drafts.ts";
import { advicePhrases } from "../keeping/materials.ts";
import { acting, say, submit } from "../page/acting.ts";
import { asked } from "../page/asking.ts";
import { items, make, notice, part, quiet, typed } from "../page/elements.ts";
import { areaField, form } from "../page/fields.ts";
import { dayText, fill, texts, today } from "../texts.ts";
import { Refused } from "../wire/errors.ts";
import { builder } from "./case_building.ts";
import { fileField } from "./case_choosing.ts";
import { othersHere } from "./case_facts.ts";
import type { CaseView } from "./case_view.ts";

const LOOK_MS = 300;

export function answerPart(view: CaseView): HTMLElement {
  const written = writingFor(`${view.ref}/answer`);
  const { area, warned } = written;
  const choosing = fileField();
  const beside = make("div");
  const send = async (): Promise<void> => {
    const text = area.value.trim();
    const files = choosing.chosen();
    if (!text) throw new Refused(texts.answer.empty);
    if (!(await isSure(text, files))) return;
    await view.write({ stream: "case", kind: "text", body: { text }, files, onProgress: say });
    choosing.forget();
    written.forget();
    say(texts.answer.sent);
  };
  const whole = form(
    () => void acting(whole, send),
    builder(view, written.put),
    written.whole,
    warned,
    choosing.whole,
    make("div", { class: "buttons" }, submit(texts.answer.preview)),
  );
  view.watch(() => {
    const isClosed = view.opened.answer.state === "closed";
    whole.hidden = isClosed;
    beside.replaceChildren(isClosed ? quiet(texts.answer.closed) : besideAnswer(view));
  });
  return part(texts.answer.title, beside, whole);
}

interface Writing {
  whole: HTMLElement;
  area: HTMLTextAreaElement;
  /** Where it is said that the text reads like advice. */
  warned: HTMLElement;
  /** Put a text where the cursor stands. */
  put: (text: string) => void;
  forget: () => void;
}

/** The field of the answer: its draft is kept in memory, and what reads like advice is told. */
function writingFor(place: string): Writing {
  const attributes = { rows: "9", dir: "auto" };
  const { whole, control: area } = areaField(texts.answer.text, { attributes });
  const warned = make("div", { class: "advice", role: "status" });
  area.value = draftOf(place);
  void warn(area.value, warned);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = (): void => {
    keepDraft(place, area.value);
    clearTimeout(timer);
    timer = setTimeout(() => void warn(area.value, warned), LOOK_MS);
  };
  area.addEventListener("input", changed);
  const put = (text: string): void => {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    changed();
    area.focus();
  };
  const forget = (): void => {
    area.value = "";
    warned.replaceChildren();
    changed();
  };
  return { whole, area, warned, put, forget };
}

function besideAnswer(view: CaseView): HTMLElement {
  const others = othersHere(view);
  if (!others.length) return quiet(texts.answer.informs);
  return notice("quiet", make("p", {}, fill(texts.answer.alsoHere, { names: others.join(", ") })));
}

async function warn(text: string, place: HTMLElement): Promise<void> {
  const found = adviceIn(text, await advicePhrases());
  place.replaceChildren(...adviceNotice(found));
}

function adviceNotice(found: readonly string[]): HTMLElement[] {
  if (!found.length) return [];
  const list = found.map((each) => fill(texts.answer.quoted, { text: each }));
  const title = make("p", { class: "notice__title" }, texts.answer.advises);
  return [notice("now", title, items(list), make("p", {}, texts.answer.insteadOfAdvice))];
}

/** Show the answer as the person will see it, with what reads like advice, and ask. */
async function isSure(text: string, files: readonly Attached[]): Promise<boolean> {
  const found = adviceIn(text, await advicePhrases());
  const letter = make(
    "div",
    { class: "letter letter--member" },
    make(
      "div",
      { class: "letter__head" },
      make("p", { class: "letter__day" }, dayText(today())),
      make("p", { class: "letter__mark" }, texts.answer.mark),
    ),
    typed(text),
    files.length > 0 && items(files.map(({ name }) => name)),
  );
  const yes = found.length ? texts.answer.sendAllTheSame : texts.answer.send;
  return asked({ title: texts.answer.previewTitle, said: [letter, ...adviceNotice(found)], yes });
}

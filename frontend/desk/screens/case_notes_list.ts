/** The notes as a chronology: what was written, and in a line what was done. */
import type { OpenedLetter } from "../../sealing/index.ts";
import { textIn } from "../cases/letters.ts";
import { make, typed } from "../page/elements.ts";
import { dayText, fill, named, texts } from "../texts.ts";
import { problemNotices, writerOf } from "./case_thread.ts";
import type { CaseView } from "./case_view.ts";

export function notesEntries(view: CaseView): HTMLElement[] {
  const { letters, problems } = view.opened.threads.notes;
  return [...problemNotices(problems), ...letters.map((letter) => noteItem(view, letter))];
}

function noteItem(view: CaseView, letter: OpenedLetter): HTMLElement {
  const { day } = letter.content;
  const head = make("p", { class: "notes__head" }, `${writerOf(view, letter)}, ${dayText(day)}`);
  return make("div", { class: "notes__item" }, head, said(letter));
}

function said({ content }: OpenedLetter): HTMLElement {
  const { kind, body } = content;
  if (kind === "task") {
    const sentence = body["done"] === true ? texts.notes.taskDone : texts.notes.task;
    return make(
      "p",
      {},
      fill(sentence, { title: textIn(body, "title"), day: dayText(textIn(body, "due")) }),
    );
  }
  if (kind === "referral") {
    const state = named(texts.referral.states, textIn(body, "state"));
    return make("p", {}, fill(texts.notes.referral, { partner: textIn(body, "partner"), state }));
  }
  return typed(textIn(body, "text"));
}

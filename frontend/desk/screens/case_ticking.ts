/** What of a case could be passed on, a box for each; none is ticked until somebody ticks it. */
import type { Attachment } from "../../sealing/index.ts";
import { make } from "../page/elements.ts";
import { tick } from "../page/fields.ts";
import { dayText, fill, named, texts } from "../texts.ts";
import type { CaseView } from "./case_view.ts";

export interface Field {
  code: string;
  name: string;
  value: string;
}

export interface File {
  attachment: Attachment;
  /** Whose key opens it. */
  epoch: number;
}

interface Ticked {
  fields: Field[];
  files: File[];
}

interface Ticking {
  whole: HTMLElement;
  ticked: () => Ticked;
  clear: () => void;
}

export function tickFields(view: CaseView): Ticking {
  // No fieldset: Chromium 156 does not lay one out that was filled while what holds it was folded.
  const whole = make("div", { class: "ticks", role: "group", "aria-label": texts.referral.which });
  const name = make("p", { class: "ticks__name" }, texts.referral.which);
  let fields: [Field, HTMLInputElement][] = [];
  let files: [File, HTMLInputElement][] = [];
  view.watchThread("case", () => {
    const before = new Set([...fields, ...files].filter(isTicked).map(([each]) => keyOf(each)));
    const boxOf = <Kind extends Field | File>(
      each: Kind,
    ): [Kind, HTMLInputElement, HTMLElement] => {
      const { control, whole: row } = tick(labelOf(each), before.has(keyOf(each)));
      return [each, control, row];
    };
    const [newFields, newFiles] = [fieldsOf(view).map(boxOf), filesOf(view).map(boxOf)];
    fields = newFields.map(([each, control]) => [each, control]);
    files = newFiles.map(([each, control]) => [each, control]);
    whole.replaceChildren(name, ...[...newFields, ...newFiles].map(([, , row]) => row));
  });
  const ticked = (): Ticked => ({
    fields: fields.filter(isTicked).map(([each]) => each),
    files: files.filter(isTicked).map(([each]) => each),
  });
  const clear = (): void => {
    for (const [, control] of [...fields, ...files]) control.checked = false;
  };
  return { whole, ticked, clear };
}

function isTicked([, control]: [unknown, HTMLInputElement]): boolean {
  return control.checked;
}

function keyOf(each: Field | File): string {
  return "code" in each ? each.code : each.attachment.blob;
}

function labelOf(each: Field | File): string {
  return "code" in each ? each.name : fill(texts.referral.file, { name: each.attachment.name });
}

/** Everything the person said in the form. */
function fieldsOf({ form }: CaseView): Field[] {
  if (!form) return [];
  const names = texts.referral.fields;
  const questions: { [code: string]: string } = texts.questions;
  const all: Field[] = [
    { code: "type", name: names.type, value: form.type && named(texts.types, form.type) },
    { code: "country", name: names.country, value: form.country },
    { code: "language", name: names.language, value: named(texts.languages, form.language) },
    { code: "deadline", name: names.deadline, value: form.deadline && dayText(form.deadline) },
    { code: "text", name: names.text, value: form.text },
    ...form.answers.map(([code, value]) => ({ code, name: questions[code] ?? code, value })),
  ];
  return all.filter(({ value }) => value !== "");
}

function filesOf({ opened }: CaseView): File[] {
  return opened.threads.case.letters.flatMap(({ content: { attachments, epoch } }) =>
    attachments.map((attachment) => ({ attachment, epoch })),
  );
}

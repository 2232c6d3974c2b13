/** Internal notes: what colleagues tell one another. The person has no key to them. */
import { draftOf, keepDraft } from "../keeping/drafts.ts";
import { acting, say, submit } from "../page/acting.ts";
import { make, part, quiet } from "../page/elements.ts";
import { areaField, form } from "../page/fields.ts";
import { texts } from "../texts.ts";
import { Refused } from "../wire/errors.ts";
import { notesEntries } from "./case_notes_list.ts";
import type { CaseView } from "./case_view.ts";

export function notesPart(view: CaseView): HTMLElement {
  const place = `${view.ref}/note`;
  const list = make("div", { class: "notes" });
  const field = areaField(texts.notes.text, { attributes: { rows: "3", dir: "auto" } });
  const area = field.control;
  area.value = draftOf(place);
  area.addEventListener("input", () => keepDraft(place, area.value));
  const write = async (): Promise<void> => {
    const text = area.value.trim();
    if (!text) throw new Refused(texts.notes.empty);
    await view.write({ stream: "notes", kind: "note", body: { text } });
    area.value = "";
    keepDraft(place, "");
    say(texts.notes.kept);
  };
  const whole = form(
    () => void acting(whole, write),
    field.whole,
    make("div", { class: "buttons" }, submit(texts.notes.keep, "plain")),
  );
  view.watchThread("notes", () => list.replaceChildren(...notesEntries(view)));
  return part(texts.notes.title, quiet(texts.notes.hint), list, whole);
}

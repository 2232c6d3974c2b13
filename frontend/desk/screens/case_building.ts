/** What an answer begins with: a template in the person’s language, and links to guides. */
import { forgetGuides, guidesIn, isOverdue, templatesIn } from "../keeping/materials.ts";
import type { Template } from "../keeping/materials.ts";
import { button } from "../page/acting.ts";
import { type Child, folded, make, quiet } from "../page/elements.ts";
import { choiceField } from "../page/fields.ts";
import { dayText, fill, language, languages, named, texts } from "../texts.ts";
import type { Guide } from "../wire/desk.ts";
import type { CaseView } from "./case_view.ts";

/** Fields that put a text where the cursor of the answer stands. */
export function builder(view: CaseView, put: (text: string) => void): HTMLElement {
  const codes = languages();
  const choices = codes.map((code): [string, string] => [code, named(texts.languages, code)]);
  const wanted = choiceField(texts.answer.language, choices);
  wanted.control.value = ownLanguage(view, codes);
  const offered = make("div", { class: "stack" });
  const refill = async (): Promise<void> => {
    const chosen = wanted.control.value;
    const [templates, guides] = await Promise.all([
      templatesIn(chosen, view.form?.type ?? ""),
      guidesIn(view.opened.row.embassy, chosen),
    ]);
    const again = (): Promise<void> => {
      forgetGuides();
      return refill();
    };
    const list = guides ? guideList(guides, chosen, put) : guidesFailed(again);
    offered.replaceChildren(templateChoice(templates, put), ...list);
  };
  wanted.control.addEventListener("change", () => void refill());
  void refill();
  return folded(texts.answer.materials, wanted.whole, offered);
}

function ownLanguage({ form }: CaseView, codes: readonly string[]): string {
  return form && codes.includes(form.language) ? form.language : language;
}

function templateChoice(templates: readonly Template[], put: (text: string) => void): HTMLElement {
  const choices = templates.map(({ title }, place): [string, string] => [String(place), title]);
  const field = choiceField(texts.answer.template, choices);
  const use = button(texts.answer.use, () => {
    const template = templates[Number(field.control.value)];
    if (template) put(template.text);
  });
  return make("div", { class: "beside" }, field.whole, use);
}

function guidesFailed(again: () => Promise<void>): HTMLElement[] {
  return [
    make("h3", {}, texts.answer.guides),
    quiet(texts.answer.guidesFailed),
    make("div", { class: "buttons" }, button(texts.answer.guidesAgain, again)),
  ];
}

function guideList(
  guides: readonly Guide[],
  chosen: string,
  put: (text: string) => void,
): HTMLElement[] {
  const heading = make("h3", {}, texts.answer.guides);
  if (!guides.length) return [heading, quiet(texts.answer.noGuides)];
  const rows = guides.map((guide) => {
    const { title, address } = guide;
    const link = button(title, () => put(`${title}\n${address}\n`), "link");
    link.setAttribute("aria-label", fill(texts.answer.putGuide, { title }));
    link.lang = guide.language;
    return make("li", {}, link, ...aboutGuide(guide, chosen));
  });
  return [heading, make("ul", { class: "guides" }, ...rows)];
}

/** When it was checked, and what its reader has to be told. */
function aboutGuide(guide: Guide, chosen: string): Child[] {
  const said = [
    fill(texts.answer.checked, { day: dayText(guide.checked) }),
    guide.language !== chosen && named(texts.languages, guide.language),
  ];
  const overdue = fill(texts.answer.overdue, { day: dayText(guide.review_by) });
  return [
    quiet(said.filter(Boolean).join(" · ")),
    isOverdue(guide) && make("p", { class: "guides__overdue" }, overdue),
  ];
}

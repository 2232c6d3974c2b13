/** What an answer begins with: a template in the person’s language, and links to guides. */
import { guidesIn, templatesIn } from "../keeping/materials.ts";
import { button } from "../page/acting.ts";
import { folded, make, quiet } from "../page/elements.ts";
import { choiceField } from "../page/fields.ts";
import { dayText, fill, language, languages, named, texts } from "../texts.ts";
import type { Guide, Template } from "../wire/desk.ts";
import type { CaseView } from "./case_view.ts";

/** Fields that put a text where the cursor of the answer stands. */
export function builder(view: CaseView, put: (text: string) => void): HTMLElement {
  const codes = languages();
  const choices = codes.map((code): [string, string] => [code, named(texts.languages, code)]);
  const wanted = choiceField(texts.answer.language, choices);
  wanted.control.value = ownLanguage(view, codes);
  const offered = make("div", { class: "stack" });
  const refill = async (): Promise<void> => {
    const { embassy } = view.opened.row;
    const chosen = wanted.control.value;
    const [templates, guides] = await Promise.all([
      templatesIn(embassy, chosen),
      guidesIn(embassy, chosen),
    ]);
    offered.replaceChildren(templateChoice(templates, put), guideList(guides, put));
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

function guideList(guides: readonly Guide[], put: (text: string) => void): HTMLElement {
  if (!guides.length) return quiet(texts.answer.noGuides);
  const rows = guides.map((guide) => {
    const label = fill(texts.answer.putGuide, { title: guide.title });
    const link = button(guide.title, () => put(`${guide.title}\n${guide.url}\n`), "link");
    link.setAttribute("aria-label", label);
    const checked = quiet(fill(texts.answer.checked, { day: dayText(guide.checked) }));
    return make("li", {}, link, checked);
  });
  return make(
    "div",
    {},
    make("h3", {}, texts.answer.guides),
    make("ul", { class: "guides" }, ...rows),
  );
}

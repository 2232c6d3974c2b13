/** What is known of a case at a glance, who holds it, and who has it open now. */
import type { Desk } from "../page/desk.ts";
import { type Child, facts, make, notice, part } from "../page/elements.ts";
import { ageText, countryText, dayText, deadlineText, fill, named, texts } from "../texts.ts";
import type { CaseView } from "./case_view.ts";

export function factsPart(view: CaseView): HTMLElement {
  const place = make("div", { class: "stack" });
  view.watch(() => {
    const others = othersHere(view);
    const here =
      others.length > 0 &&
      notice("quiet", make("p", {}, fill(texts.case.alsoHere, { names: others.join(", ") })));
    place.replaceChildren(...[here, facts(known(view))].filter((each) => each !== false));
  });
  return part(texts.case.facts, place);
}

/** Names of colleagues who have this case open, the member's own left out. */
export function othersHere({ desk, opened }: CaseView): string[] {
  return opened.answer.present
    .filter((kid) => kid !== desk.session.kid)
    .map((kid) => desk.session.nameOf(kid));
}

function known(view: CaseView): [string, Child][] {
  const { row, answer } = view.opened;
  const form = view.form;
  const words = texts.case;
  return [
    [words.reference, make("span", { class: "exact" }, view.ref)],
    [words.class, named(texts.classes, row.class)],
    [words.state, texts.queue.states[answer.state]],
    [words.came, `${dayText(row.day)} (${ageText(row.day)})`],
    [words.type, form?.type && named(texts.types, form.type)],
    [words.language, form?.language && named(texts.languages, form.language)],
    [words.country, form && countryText(form.country)],
    [words.deadline, form?.deadline ? deadlineText(form.deadline) : undefined],
    [words.refer, form && (form.refer ? words.referYes : words.referNo)],
    [words.kept, dayText(answer.delete_on)],
    [words.escrow, answer.escrowed && fill(words.escrowed, { day: dayText(answer.escrowed) })],
    [words.holders, holders(view.desk, answer.members)],
  ];
}

/** Those the server has a name for: most entries of a roster stand for nobody. */
function holders({ session }: Desk, kids: readonly string[]): string {
  const named = kids.filter((kid) => session.names.has(kid) && kid !== session.kid);
  return [texts.case.you, ...named.map((kid) => session.nameOf(kid)).sort()].join(", ");
}

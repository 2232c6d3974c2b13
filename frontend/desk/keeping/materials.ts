/** What an answer is made of: our own templates, and the guides that readers are served. */
import { languages, texts, textsIn, today } from "../texts.ts";
import { type Guide, guides } from "../wire/desk.ts";

export interface Template {
  title: string;
  text: string;
}

/** What appeals each template is for, the one it fits best first; the others fit any. */
const FITTING: { [template: string]: readonly string[] } = {
  passport: ["passport"],
  travel: ["travel", "passport"],
  asylum: ["asylum"],
  status: ["status", "family", "citizenship"],
  papers: ["papers", "diploma", "property"],
  relative: ["relative", "border"],
  threats: ["threats", "extradition"],
  released: ["released"],
  health: ["health", "housing"],
  prisoner: ["prisoner"],
  fake: ["fake"],
};

/** Templates in a language: first those for what the appeal is about. */
export async function templatesIn(language: string, type: string): Promise<Template[]> {
  const all = Object.entries((await textsIn(language)).templates);
  const placeOf = ([name]: [string, Template]): number => {
    const place = FITTING[name]?.indexOf(type) ?? -1;
    return place < 0 ? all.length : place;
  };
  return all.sort((one, other) => placeOf(one) - placeOf(other)).map(([, template]) => template);
}

/** What the server said of guides; nothing if it could not be asked. */
let known: Promise<Guide[] | undefined> | undefined;

/**
 * The guides of an embassy in a language, or in all where it has none in this one. Nothing if they
 * could not be fetched: that is remembered until `forgetGuides`.
 */
export async function guidesIn(embassy: string, language: string): Promise<Guide[] | undefined> {
  known ??= guides().catch(() => undefined);
  const theirs = (await known)?.filter((guide) => guide.embassy === embassy);
  const inLanguage = theirs?.filter((guide) => guide.language === language);
  return inLanguage?.length ? inLanguage : theirs;
}

export function forgetGuides(): void {
  known = undefined;
}

/** Whether somebody should have looked at a guide again by now. */
export function isOverdue({ review_by: day }: Guide): boolean {
  return day < today();
}

/** What reads like advice, in every language of the page. */
export async function advicePhrases(): Promise<string[]> {
  const lists = await Promise.all(languages().map(async (code) => (await textsIn(code)).advice));
  return lists.length ? lists.flat() : texts.advice;
}

/** What an answer is made of: templates, guides and rules of deadlines, asked for once. */
import { languages, texts, textsIn } from "../texts.ts";
import { type Guide, type Materials, type Template, materials } from "../wire/desk.ts";

const NONE: Materials = { guides: [], templates: [], rules: [] };
const known = new Map<string, Promise<Materials>>();

/** The materials of an embassy; none if the server has none to give. */
export function materialsOf(embassy: string): Promise<Materials> {
  let found = known.get(embassy);
  if (!found) {
    found = materials(embassy).catch(() => {
      known.delete(embassy);
      return NONE;
    });
    known.set(embassy, found);
  }
  return found;
}

/** Templates in a language: our own first, then those of the embassy. */
export async function templatesIn(embassy: string, language: string): Promise<Template[]> {
  const own = Object.values((await textsIn(language)).templates);
  const { templates } = await materialsOf(embassy);
  const theirs = templates.filter((template) => template.language === language);
  return [...own.map((template) => ({ ...template, language })), ...theirs];
}

export async function guidesIn(embassy: string, language: string): Promise<Guide[]> {
  const { guides } = await materialsOf(embassy);
  const theirs = guides.filter((guide) => guide.language === language);
  return theirs.length ? theirs : guides;
}

/** What reads like advice, in every language of the page. */
export async function advicePhrases(): Promise<string[]> {
  const lists = await Promise.all(languages().map(async (code) => (await textsIn(code)).advice));
  return lists.length ? lists.flat() : texts.advice;
}

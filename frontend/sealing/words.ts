/** Words of a code as people type them: by which letters each is looked for in its list. */

const TELLING = 4; // letters that tell a word from every other of its list
const CYRILLIC = /[\u0400-\u04ff]/;
const LEFT_OUT = /['’‘ʼ`´′＇\u0301\u00ad\u200b-\u200d\u2060\ufeff]/g;
// Letters that stand for another when they are typed without care, in a Cyrillic list: Latin ones
// that look like them in small or in capitals, and those a Russian keyboard lacks.
const AS_CYRILLIC = tableOf("abcehikmoptxyёўіґ", "авсеникмортхуеуиг");
const AS_LATIN = tableOf("авсенікмортхуё", "abcehikmoptxye");

/** Typed text without case, apostrophes, stress marks and signs that do not show. */
export function plain(typed: string): string {
  return typed.replace(LEFT_OUT, "").normalize("NFKC").toLowerCase();
}

const placesOf = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** The place of each word of a list, under its telling letters. */
export function placesIn(list: readonly string[]): ReadonlyMap<string, number> {
  const known = placesOf.get(list);
  if (known) return known;
  const places = new Map(list.map((word, place) => [telling(plain(word), list), place]));
  placesOf.set(list, places);
  return places;
}

/** The letters by which a word, as `plain` made it, is looked for in a list. */
export function telling(word: string, list: readonly string[]): string {
  const table = CYRILLIC.test(list[0] ?? "") ? AS_CYRILLIC : AS_LATIN;
  return Array.from(word, (letter) => table.get(letter) ?? letter).slice(0, TELLING).join("");
}

function tableOf(letters: string, others: string): ReadonlyMap<string, string> {
  return new Map(Array.from(letters, (letter, at) => [letter, others[at] ?? letter]));
}

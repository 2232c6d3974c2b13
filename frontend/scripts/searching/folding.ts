/** One way to write each word: what lib/searching/folding.py does, for copies of the site. */
import rules from "../../../src/ambasada/lib/searching/rules.json" with { type: "json" };

const CYRILLIC = /[\u0400-\u04ff]/;
const [LATIN = "", LIKE = ""] = rules.lookAlikes;
const MIXED = new RegExp(`^[\\u0400-\\u04ff0-9'${LATIN}]+$`);
const WORD = /[\p{L}\p{N}]+(?:['’ʼ‘ʹ`´′][\p{L}\p{N}]+)*/gu;

function replaced(text: string, table: Record<string, string>): string {
  return Array.from(text, (letter) => table[letter] ?? letter).join("");
}

const LOOK_ALIKES: Record<string, string> = {};
Array.from(LATIN).forEach((letter, place) => (LOOK_ALIKES[letter] = LIKE[place] ?? letter));
const LETTERS: Record<string, string> = { ...rules.letters, "'": "" };

export function isCyrillic(word: string): boolean {
  return CYRILLIC.test(word);
}

/** A text in composed letters, without stress marks and signs nobody sees. */
export function tidy(text: string): string {
  return text.normalize("NFC").replace(/[\p{Mn}\p{Cf}]/gu, "");
}

/** A word in small letters, in one alphabet, without what keyboards lack. */
export function folded(word: string): string {
  const plain = word.replace(/[’ʼ‘ʹ`´′]/g, "'");
  if (isCyrillic(plain)) {
    const one = MIXED.test(plain) ? replaced(plain, LOOK_ALIKES) : plain;
    return replaced(one.toLowerCase(), LETTERS);
  }
  return replaced(plain.toLowerCase(), rules.latin).normalize("NFD").replace(/\p{M}/gu, "");
}

export function wordsIn(text: string): string[] {
  return (tidy(text).match(WORD) ?? []).map(folded);
}

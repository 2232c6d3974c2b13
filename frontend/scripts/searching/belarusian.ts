/** The stem of a folded Belarusian word: what lib/searching/stemming.py does. */
import rules from "../../../src/ambasada/lib/searching/rules.json" with { type: "json" };
import { folded } from "./folding.ts";

const MOST = 6;
const SHORT = 3;
const LONG = 4;
const OF_ITSELF = 5;
const split = (line: string): string[] => line.split(" ").map(folded);
const ENDINGS = new Set(rules.endings.flatMap(split));
const OF_SHORT = new Set(split(rules.endingsOfShort));
const SAME: Record<string, string> = rules.sameInBe;
const SOFT_SIGN = /([сзцнл])ь(?=[бвгджзклмнпрстфхцчш])/g;
const FLEETING = /([бвгджзйклмнпрстфхцчш])[аоея](?=[кт]$)/;

function withoutItself(word: string): string {
  if (word.length <= OF_ITSELF) return word;
  if (word.endsWith("ся")) return word.slice(0, -2);
  return word.endsWith("цца") ? `${word.slice(0, -2)}ь` : word;
}

function withoutEnding(word: string): string {
  for (let length = Math.min(MOST, word.length - SHORT); length > 0; length -= 1) {
    const endings = word.length - length >= LONG ? ENDINGS : OF_SHORT;
    if (endings.has(word.slice(-length))) return word.slice(0, -length);
  }
  return word;
}

export function belarusian(word: string): string {
  let bare = withoutEnding(withoutItself((SAME[word] ?? word).replace(SOFT_SIGN, "$1")));
  if (bare.length > SHORT) bare = bare.replace(/ь+$/, "");
  if (bare.endsWith("дз")) bare = bare.slice(0, -1);
  else if (bare.endsWith("ц")) bare = `${bare.slice(0, -1)}т`;
  return bare.length > LONG ? bare.replace(FLEETING, "$1") : bare;
}

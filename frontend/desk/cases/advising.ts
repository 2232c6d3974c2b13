/** Advising: the embassy informs and refers. Where a text starts to advise, its writer is told. */

const LETTER = "\\p{L}";

/**
 * What in a text reads like advice, as it stands there. A phrase that ends in * goes on to the end
 * of the word.
 */
export function adviceIn(text: string, phrases: readonly string[]): string[] {
  const found = phrases.flatMap((phrase) => text.match(patternOf(phrase)) ?? []);
  return [...new Set(found.map((each) => each.replace(/\s+/g, " ")))];
}

function patternOf(phrase: string): RegExp {
  const words = phrase
    .replace(/[.?+^$()[\]{}|\\]/g, "\\$&")
    .replace(/е/g, "[её]")
    .replace(/['’]/g, "['’ʼ]")
    .replace(/ +/g, "\\s+")
    .replace(/\*/g, `${LETTER}*`);
  return new RegExp(`(?<!${LETTER})${words}(?!${LETTER})`, "giu");
}

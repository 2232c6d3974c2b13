/** What a copy of the site finds: which pages have what somebody typed, the best first. */
import rules from "../../../src/ambasada/lib/searching/rules.json" with { type: "json" };
import { belarusian } from "./belarusian.ts";
import { folded, isCyrillic, wordsIn } from "./folding.ts";

/** As editions/searching/carried.py writes it. */
export interface Words {
  pages: [path: string, title: string, introduction: string][];
  stems: Record<string, string>;
  forms: Record<string, string>;
  groups: string[][][];
}

export const MOST = 30;
const MOST_TERMS = 8;
const LEAST_BEGUN = 3;
const FEW = 6;
// Letters of an ending that no rule of ours takes off: Russian and English words have their stem in
// the list, and begin with it.
const ENDING = 4;
const TITLE = 5;
const SMALL = new Set(Object.values(rules.small).flatMap((line) => line.split(" ").map(folded)));

type Term = string[][];

export class Finder {
  private readonly known: Set<string>;
  private readonly words: Words;
  private readonly language: string;

  constructor(words: Words, language: string) {
    this.words = words;
    this.language = language;
    this.known = new Set([...Object.keys(words.stems), ...words.groups.flat(2)]);
  }

  find(typed: string): Words["pages"] {
    const every = wordsIn(typed).filter(Boolean);
    const large = every.filter((word) => !SMALL.has(word));
    const looked = (large.length ? large : every).slice(0, MOST_TERMS);
    const terms = this.terms(looked);
    if (!terms.length) return [];
    let found = this.having(terms, true);
    const last = looked[looked.length - 1] ?? "";
    if (found.length < FEW && last.length >= LEAST_BEGUN) {
      const begun = Object.keys(this.words.stems).filter((stem) => stem.startsWith(last));
      const also = this.having([...terms.slice(0, -1), begun.map((stem) => [stem])], true);
      found = [...new Set([...found, ...also])];
    }
    if (!found.length && terms.length > 1) found = this.having(terms, false);
    const pages = found.slice(0, MOST).map((number) => this.words.pages[number]);
    return pages.filter((page) => page !== undefined);
  }

  private stem(word: string): string {
    const listed = this.words.forms[word];
    if (listed !== undefined) return listed;
    if (isCyrillic(word) && this.language !== "ru") {
      const made = belarusian(word);
      if (this.known.has(made)) return made;
    }
    for (let end = 0; end <= ENDING && word.length - end >= LEAST_BEGUN; end += 1) {
      const bare = word.slice(0, word.length - end);
      if (this.known.has(bare)) return bare;
      const other = bare.replace(/y$/, "i"); // as Snowball writes it: embassy, embassi
      if (this.known.has(other)) return other;
    }
    return isCyrillic(word) ? belarusian(word) : word;
  }

  private terms(words: string[]): Term[] {
    const stems = words.map((word) => this.stem(word));
    const found: Term[] = [];
    for (let place = 0; place < stems.length; ) {
      let length = 1;
      let term: Term = [[stems[place] ?? ""]];
      for (const group of this.words.groups) {
        for (const phrase of group) {
          const isHere = phrase.every((stem, step) => stems[place + step] === stem);
          if (phrase.length && isHere && phrase.length >= length) {
            length = phrase.length;
            term = [phrase, ...group];
          }
        }
      }
      found.push(term);
      place += length;
    }
    return found;
  }

  /** Numbers of pages, the best first: rare words count for more, and words of a title. */
  private having(terms: Term[], all: boolean): number[] {
    const scores = new Map<number, [count: number, score: number]>();
    for (const term of terms) {
      const best = new Map<number, number>();
      for (const phrase of term) {
        for (const [page, score] of this.scored(phrase)) {
          best.set(page, Math.max(score, best.get(page) ?? 0));
        }
      }
      for (const [page, score] of best) {
        const [count, sum] = scores.get(page) ?? [0, 0];
        scores.set(page, [count + 1, sum + score]);
      }
    }
    return [...scores]
      .filter(([, [count]]) => !all || count === terms.length)
      .sort(([, one], [, other]) => other[0] - one[0] || other[1] - one[1])
      .map(([page]) => page);
  }

  private scored(phrase: string[]): Map<number, number> {
    let common: Map<number, number> | undefined;
    for (const stem of phrase) {
      const [titled = "", said = ""] = (this.words.stems[stem] ?? "").split("|");
      const pages = new Map([
        ...numbers(said).map((page): [number, number] => [page, 1]),
        ...numbers(titled).map((page): [number, number] => [page, TITLE]),
      ]);
      const rare = Math.log(1 + this.words.pages.length / (1 + pages.size));
      const scored = new Map<number, number>();
      for (const [page, weight] of pages) {
        const before = common ? common.get(page) : 0;
        if (before !== undefined) scored.set(page, before + weight * rare);
      }
      common = scored;
    }
    return common ?? new Map<number, number>();
  }
}

function numbers(steps: string): number[] {
  let at = 0;
  return steps ? steps.split(",").map((step) => (at += parseInt(step, 36))) : [];
}

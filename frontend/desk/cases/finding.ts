/** Finding: what a member looks for in the cases they opened. The index stands in memory. */
import { belarusian } from "../../scripts/searching/belarusian.ts";
import { isCyrillic, wordsIn } from "../../scripts/searching/folding.ts";

const AROUND = 60;
const LEAST = 4;
const ENDING = 3;

export interface Found {
  ref: string;
  /** The text around the first word that was found. */
  around: string;
}

export class Finder {
  private readonly texts = new Map<string, string[]>();
  /** Which cases have a word, by the word as it is folded. */
  private readonly cases = new Map<string, Set<string>>();

  has(ref: string): boolean {
    return this.texts.has(ref);
  }

  /** Put a case in, or what was added to it. */
  put(ref: string, texts: string[]): void {
    this.texts.set(ref, texts);
    for (const word of new Set(texts.flatMap(wordsIn))) {
      let refs = this.cases.get(word);
      if (!refs) this.cases.set(word, (refs = new Set()));
      refs.add(ref);
    }
  }

  forget(): void {
    stems.clear();
    this.texts.clear();
    this.cases.clear();
  }

  /** The cases that have every word, in any spelling or ending. */
  find(typed: string): Found[] {
    const wanted = wordsIn(typed).filter(Boolean);
    if (!wanted.length) return [];
    const sets = wanted.map((word) => this.having(word));
    const [first = new Set<string>(), ...others] = sets;
    const refs = [...first].filter((ref) => others.every((set) => set.has(ref)));
    return refs.map((ref) => ({ ref, around: this.around(ref, wanted) }));
  }

  private having(wanted: string): Set<string> {
    const refs = new Set<string>();
    for (const [word, cases] of this.cases) {
      if (isLike(word, wanted)) for (const ref of cases) refs.add(ref);
    }
    return refs;
  }

  private around(ref: string, wanted: readonly string[]): string {
    for (const text of this.texts.get(ref) ?? []) {
      const word = /[\p{L}\p{N}]+(?:['’ʼ][\p{L}\p{N}]+)*/gu;
      for (let found = word.exec(text); found; found = word.exec(text)) {
        const folded = wordsIn(found[0])[0] ?? "";
        if (wanted.some((each) => isLike(folded, each)))
          return cut(text, found.index, found[0].length);
      }
    }
    return "";
  }
}

/** Whether a word of a text is one that somebody looks for, in another form of it perhaps. */
function isLike(word: string, wanted: string): boolean {
  if (word.startsWith(wanted)) return true;
  if (!isCyrillic(word) || !isCyrillic(wanted) || wanted.length < LEAST) return false;
  if (/\d/.test(word + wanted)) return false;
  return endsLike(word, wanted) || stemOf(word) === stemOf(wanted);
}

/** Words that begin alike and differ in an ending. */
function endsLike(word: string, wanted: string): boolean {
  const shorter = Math.min(word.length, wanted.length);
  let same = 0;
  while (same < shorter && word[same] === wanted[same]) same += 1;
  return same >= LEAST && Math.max(word.length, wanted.length) - same <= ENDING;
}

const stems = new Map<string, string>();

function stemOf(word: string): string {
  let stem = stems.get(word);
  if (stem === undefined) stems.set(word, (stem = belarusian(word)));
  return stem;
}

function cut(text: string, at: number, length: number): string {
  const [from, to] = [Math.max(0, at - AROUND), Math.min(text.length, at + length + AROUND)];
  const middle = text.slice(from, to).replace(/\s+/g, " ").trim();
  return `${from > 0 ? "… " : ""}${middle}${to < text.length ? " …" : ""}`;
}

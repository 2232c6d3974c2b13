/** The words of the page in its language, and the list that a code is written with. */
import type english from "./texts/en.json";
import type { Facts } from "./facts.ts";

export type Key = keyof typeof english;
type Texts = Readonly<Record<Key, string>>;

let texts: Texts | undefined;
let words: readonly string[] = [];

/** Load the one file of a language. Throws if it cannot be had or is another than the page names. */
export async function loadTexts(facts: Facts): Promise<void> {
  const answer = await fetch(facts.texts, {
    cache: "no-store",
    credentials: "omit",
    integrity: facts.textsHash,
    referrerPolicy: "no-referrer",
  });
  if (!answer.ok) throw new Error("the texts are not there");
  const loaded = (await answer.json()) as { texts: Texts; words: string[] };
  texts = loaded.texts;
  words = loaded.words;
}

/** A sentence, with what belongs in its places; nothing before the texts are there. */
export function say(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  const text = texts?.[key] ?? "";
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** The sentence of a name that was made up elsewhere, or another one where there is none. */
export function sayOr(name: string, otherwise: Key | ""): string {
  if (texts && name in texts) return say(name as Key);
  return otherwise ? say(otherwise) : "";
}

export function wordList(): readonly string[] {
  return words;
}

/** A day as 10 December 2020; what is no day stays as it is. */
export function sayDay(day: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!found) return day;
  return `${Number(found[3])}\u00a0${say(`month.${found[2]}` as Key)} ${found[1]}`;
}

const KILO = 1024;

export function saySize(bytes: number): string {
  if (bytes < KILO * KILO) return say("size.kilobytes", { number: Math.max(1, Math.ceil(bytes / KILO)) });
  return say("size.megabytes", { number: Math.ceil(bytes / KILO / KILO) });
}

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

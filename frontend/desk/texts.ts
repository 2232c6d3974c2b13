/// <reference lib="es2020.intl" />
/** The words of the page in one language, and how that language writes days and counts. */
import type english from "./texts/en.json";

export type Texts = typeof english;

/** A word with its number: after one, after two to four, after five and more. */
export interface Counted {
  one: string;
  few: string;
  many: string;
}

const DAY_MS = 86_400_000;

export let texts: Texts;
export let language = "";

export async function loadTexts(wanted: string): Promise<void> {
  texts = (await loadAsset(`${wanted}.json`)) as Texts;
  language = wanted;
}

const others = new Map<string, Promise<Texts>>();

/** The texts of another language: what is written to a person is in theirs. */
export function textsIn(wanted: string): Promise<Texts> {
  if (wanted === language) return Promise.resolve(texts);
  let found = others.get(wanted);
  if (!found) others.set(wanted, (found = loadAsset(`${wanted}.json`) as Promise<Texts>));
  return found;
}

/** The languages that this page speaks. */
export function languages(): string[] {
  return (document.documentElement.dataset.languages ?? "").split(" ").filter(Boolean);
}

/** The 2,048 words of a language, out of which phrases and fingerprints are made. */
export async function loadWords(wanted: string): Promise<string[]> {
  return (await loadAsset(`words.${wanted}.json`)) as string[];
}

async function loadAsset(name: string): Promise<unknown> {
  const answer = await fetch(`/assets/${name}`, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${name} is not there`);
  return answer.json();
}

/** A sentence with its places filled: "Kept until {day}". */
export function fill(sentence: string, values: { [name: string]: string | number }): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

export function counted(forms: Counted, count: number): string {
  return fill(forms[formOf(count)], { count });
}

function formOf(count: number): keyof Counted {
  if (language === "en") return count === 1 ? "one" : "many";
  const [last, lastTwo] = [count % 10, count % 100];
  if (last === 1 && lastTwo !== 11) return "one";
  return last >= 2 && last <= 4 && (lastTwo < 12 || lastTwo > 14) ? "few" : "many";
}

/** A day as people write it: 10 December 2020. What is no day stays as it is. */
export function dayText(day: string): string {
  const [year = "", month = "", date = ""] = day.split("-");
  const name = texts.dates.months[Number(month) - 1];
  return name ? `${Number(date)}\u00a0${name} ${year}` : day;
}

/** The minute on the reader's own clock, with two digits each. */
export function minuteText(moment: Date): string {
  return [moment.getHours(), moment.getMinutes()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

/** The day it is in UTC, which all days of the protocol are in. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

export function daysFrom(day: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(day)) / DAY_MS);
}

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How long ago: today, 1 day, 3 days. */
export function ageText(day: string): string {
  const days = daysFrom(day, today());
  return days <= 0 ? texts.dates.today : counted(texts.dates.daysOld, days);
}

/** A day that is to come, with what is left until then: 12 December 2026, 3 days. */
export function deadlineText(day: string): string {
  const left = daysFrom(today(), day);
  if (left < 0) return fill(texts.dates.past, { day: dayText(day) });
  if (left === 0) return fill(texts.dates.endsToday, { day: dayText(day) });
  return fill(texts.dates.left, { day: dayText(day), left: counted(texts.dates.days, left) });
}

/** What a code stands for in a table of the texts, or the code itself. */
export function named(table: { [code: string]: string }, code: string): string {
  return table[code] ?? code;
}

/**
 * A country by its two letters, in the words of the browser; anything else as it was written. Not
 * every browser has Belarusian, whose readers know Russian.
 */
export function countryText(country: string): string {
  if (!/^[A-Z]{2}$/.test(country)) return country;
  return new Intl.DisplayNames([language, "ru", "en"], { type: "region" }).of(country) ?? country;
}

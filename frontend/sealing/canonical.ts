/**
 * Canonical JSON: one value is one text, in every language. It holds only what Python and
 * JavaScript write alike: no fractions, no number that is rounded here, no name that sorts
 * otherwise there.
 */
import { type Bytes, textOf, utf8 } from "./bytes.ts";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** The text is not the canonical form of anything, or the value has none. */
export class NotCanonical extends Error {}

// A name begins with a letter: names that look like numbers come first here, and "__proto__" is not
// a name like others.
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const DEEPEST = 16;
const PAIRS_AND_HALVES = /[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g;

/** A value as canonical JSON. Throws NotCanonical. */
export function canonical(value: JsonObject): string {
  return written(value, DEEPEST);
}

export function canonicalBytes(value: JsonObject): Bytes {
  return utf8(canonical(value));
}

/** The value whose canonical form this is. Throws NotCanonical. */
export function readCanonical(text: string): JsonObject {
  const value = parsed(text);
  if (!isObject(value) || canonical(value) !== text) throw new NotCanonical();
  return value;
}

export function readCanonicalBytes(bytes: Uint8Array): JsonObject {
  let text: string;
  try {
    text = textOf(bytes);
  } catch {
    throw new NotCanonical();
  }
  return readCanonical(text);
}

/**
 * The same value with U+FFFD for each half of a letter, which a cut at some length leaves behind
 * and which UTF-8 cannot write: nobody's words are refused for that.
 */
export function mended<Value extends Json>(value: Value): Value;
export function mended(value: Json): Json {
  if (typeof value === "string") return value.replace(PAIRS_AND_HALVES, wholeLetter);
  if (isList(value)) return value.map((each) => mended(each));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mended(each)]));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function written(value: Json | undefined, deepest: number): string {
  if (deepest === 0) throw new NotCanonical();
  if (typeof value === "string" && mended(value) === value) return JSON.stringify(value);
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value !== "object") throw new NotCanonical();
  if (isList(value)) return `[${value.map((each) => written(each, deepest - 1)).join(",")}]`;
  const names = Object.keys(value).sort();
  if (!names.every((name) => NAME.test(name))) throw new NotCanonical();
  return `{${names.map((name) => `"${name}":${written(value[name], deepest - 1)}`).join(",")}}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotCanonical();
  }
}

function wholeLetter(found: string): string {
  return found.length === 2 ? found : "\ufffd";
}

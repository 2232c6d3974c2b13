/** What a value that was read must look like before anybody believes a word of it. */
import type { JsonObject } from "./canonical.ts";

/** Whether it has these names, given sorted with spaces between, and no others. */
export function hasNames(value: JsonObject, names: string): boolean {
  return Object.keys(value).sort().join(" ") === names;
}

export function matches(pattern: RegExp, value: unknown): value is string {
  return typeof value === "string" && pattern.test(value);
}

export function isNumber(value: unknown, least: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least;
}

/** Days, YYYY-MM-DD in UTC; they compare as texts. */

const DAY = /^(?!0000)\d{4}-\d\d-\d\d$/;
const DAY_MS = 86_400_000;

export function isDay(text: unknown): text is string {
  if (typeof text !== "string" || !DAY.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && dayOf(time) === text;
}

/** The day so many days after another, or before it. */
export function dayAfter(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * DAY_MS);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

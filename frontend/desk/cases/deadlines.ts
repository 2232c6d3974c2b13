/** Deadlines: so many days after something happened, counted as a rule counts them. */
import { dayAfter } from "../texts.ts";

export type Counting = "calendar" | "working";

const SATURDAY = 6;
const SUNDAY = 0;

/** The last day. Public holidays are not known here, and whoever reads it is told so. */
export function lastDay(event: string, days: number, counting: Counting): string {
  if (counting === "calendar") return dayAfter(event, days);
  let [day, left] = [event, days];
  while (left > 0) {
    day = dayAfter(day, 1);
    if (isWorking(day)) left -= 1;
  }
  return day;
}

function isWorking(day: string): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday !== SATURDAY && weekday !== SUNDAY;
}

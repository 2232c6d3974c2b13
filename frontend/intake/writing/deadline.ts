/** The last day, in three boxes: what a phone offers for a day differs too much between them. */
import { made, paragraph } from "../elements.ts";
import { box, why } from "../fields.ts";
import { type Key, say, today } from "../texts.ts";
import { ask } from "./questions.ts";
import type { Walk } from "./walk.ts";

const MONTHS = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, "0"));

export function showDeadline(walk: Walk): void {
  const { appeal } = walk;
  const [year = "", month = "", day = ""] = appeal.deadline.split("-");
  const dayBox = box({ id: "day", label: say("deadline.day"), value: day, digits: true, className: "box--short" });
  const yearBox = box({
    id: "year",
    label: say("deadline.year"),
    value: year || today().slice(0, 4),
    digits: true,
    className: "box--short",
  });
  const months = MONTHS.map((number) => {
    const option = made("option", { value: number }, say(`month.${number}` as Key));
    option.selected = number === month;
    return option;
  });
  const monthBox = made(
    "select",
    { id: "month", class: "box box--middle", autocomplete: "off" },
    made("option", { value: "" }, say("deadline.choose")),
    ...months,
  );
  const monthField = made("div", { class: "field" }, made("label", { for: "month" }, say("deadline.month")), monthBox);
  ask(walk, {
    heading: say("deadline.heading"),
    content: [
      made("div", { class: "day", role: "group", "aria-labelledby": "heading" }, dayBox.element, monthField, yearBox.element),
      paragraph(say("deadline.soon")),
      why("deadline.why"),
    ],
    take: () => {
      const found = dayOf(yearBox.input.value, monthBox.value, dayBox.input.value);
      dayBox.complain(found ? (found < today() ? say("deadline.past") : "") : say("deadline.wrong"));
      if (!found || found < today()) return false;
      appeal.deadline = found;
      return true;
    },
    skip: () => void (appeal.deadline = ""),
  });
}

/** The day as 2020-12-10; nothing if the calendar has none. */
export function dayOf(year: string, month: string, day: string): string | undefined {
  if (!/^\s*\d{4}\s*$/.test(year) || !/^\s*\d{1,2}\s*$/.test(day) || !month) return undefined;
  const written = `${year.trim()}-${month}-${day.trim().padStart(2, "0")}`;
  const time = Date.parse(`${written}T00:00:00Z`);
  const isThere = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === written;
  return isThere ? written : undefined;
}

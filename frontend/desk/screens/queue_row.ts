/** One appeal in the queue: how pressing it is, how old, in which language, and what about. */
import { turnOf } from "../cases/turns.ts";
import type { Waiting } from "../cases/queue.ts";
import { about, button } from "../page/acting.ts";
import { make } from "../page/elements.ts";
import {
  ageText,
  counted,
  dayText,
  deadlineText,
  fill,
  minuteText,
  named,
  texts,
} from "../texts.ts";

const MINUTE_MS = 60_000;

/** What can be done from the queue. */
export interface Doing {
  open: (ref: string) => Promise<void>;
  take: (ref: string) => Promise<void>;
}

export function caseRow(row: Waiting, doing: Doing): HTMLElement {
  const { ref, header } = row;
  const title = button(titleOf(row), () => doing.open(ref), "link");
  title.classList.add("cases__title");
  title.dataset.key = `open-${ref}`;
  const due = dueOf(row);
  const take = about(
    button(texts.queue.take, () => doing.take(ref), "main"),
    titleOf(row),
  );
  take.dataset.key = `take-${ref}`;
  const acts = row.due !== "" && make("div", { class: "cases__act" }, take);
  return make(
    "li",
    { class: row.due ? "cases__item cases__item--due" : "cases__item" },
    make("div", { class: "cases__age" }, ageText(row.day)),
    make(
      "div",
      { class: "cases__text" },
      due && make("p", { class: "cases__due" }, due),
      make("h3", { class: "cases__heading" }, title),
      header?.deadline
        ? make(
            "p",
            { class: "cases__deadline" },
            fill(texts.queue.deadline, { day: deadlineText(header.deadline) }),
          )
        : "",
      mustRekey(row) && make("p", { class: "cases__rekey" }, texts.reseal.sign),
      make("p", { class: "cases__facts" }, factsOf(row)),
    ),
    acts,
  );
}

/** What the appeal is about, in the words of its header; the same name stands above the case. */
export function titleOf({ header }: Waiting): string {
  if (!header) return texts.queue.closedToYou;
  const type = header.type ? named(texts.types, header.type) : texts.queue.noType;
  return `${type}\u00a0· ${named(texts.languages, header.language)}`;
}

/** Whether a key that was lost could read what is written next. */
export function mustRekey({ rekey, state }: Pick<Waiting, "rekey" | "state">): boolean {
  return rekey && state !== "closed";
}

/** A short name for a case, which two colleagues can say to one another. */
export function shortRef(ref: string): string {
  return ref.slice(0, 4).toUpperCase();
}

function factsOf(row: Waiting): string {
  const turn = turnOf(row);
  const isNew = row.state === "new";
  const state =
    row.state === "open" && turn ? texts.queue.turns[turn] : texts.queue.states[row.state];
  const kept = isNew ? "" : fill(texts.queue.kept, { day: dayText(row.delete_on) });
  return [
    state,
    fill(texts.queue.number, { ref: shortRef(row.ref) }),
    named(texts.desks, row.desk),
    kept,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Until when somebody must say that they have it. */
export function dueOf({ due }: Pick<Waiting, "due">): string {
  if (!due) return "";
  const moment = new Date(due);
  const minutes = Math.ceil((moment.getTime() - Date.now()) / MINUTE_MS);
  const time = minuteText(moment);
  if (minutes <= 0) return fill(texts.queue.overdue, { time });
  return fill(texts.queue.due, { time, left: counted(texts.dates.minutes, minutes) });
}

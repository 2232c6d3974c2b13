/** Tasks and deadlines: what is to be done, until which day, and what that day rests on. */
import { randomBytes, toHex } from "../../sealing/index.ts";
import { type Counting, lastDay } from "../cases/deadlines.ts";
import { type Task, tasksOf } from "../cases/letters.ts";
import { about, acting, button, say, submit } from "../page/acting.ts";
import { folded, make, part, quiet } from "../page/elements.ts";
import { choiceField, dayField, form, textField } from "../page/fields.ts";
import { dayText, daysFrom, deadlineText, fill, texts, today } from "../texts.ts";
import { Refused } from "../wire/errors.ts";
import type { CaseView } from "./case_view.ts";

const ID_BYTES = 8;
const MOST_DAYS = 3650;

export function tasksPart(view: CaseView): HTMLElement {
  const list = make("ul", { class: "tasks" });
  view.watchThread("notes", () => {
    const tasks = tasksOf(view.opened);
    const rows = tasks.map((task) => taskRow(view, task));
    list.replaceChildren(
      ...(rows.length ? rows : [make("li", { class: "quiet" }, texts.tasks.none)]),
    );
  });
  return part(texts.tasks.title, list, folded(texts.tasks.add, taskForm(view)));
}

function taskRow(view: CaseView, task: Task): HTMLElement {
  const { id, title, due, rule, source, isDone } = task;
  const body = { id, title, due, rule, source, done: true };
  const done = async (): Promise<void> => {
    await view.write({ stream: "notes", kind: "task", body });
    say(texts.tasks.doneSaid);
  };
  const isLate = !isDone && due !== "" && daysFrom(today(), due) < 0;
  const when = isDone ? texts.tasks.isDone : due && deadlineText(due);
  return make(
    "li",
    { class: isDone ? "tasks__item tasks__item--done" : "tasks__item" },
    make("p", { class: "tasks__title" }, title),
    when ? make("p", { class: isLate ? "tasks__late" : "quiet" }, when) : "",
    rule && !isDone ? quiet(fill(texts.tasks.restsOn, { rule, source })) : "",
    !isDone && about(button(texts.tasks.done, done, "link"), title),
  );
}

function taskForm(view: CaseView): HTMLElement {
  const fields = {
    title: textField(texts.tasks.what),
    due: dayField(texts.tasks.due),
    rule: textField(texts.tasks.rule, { hint: texts.tasks.ruleHint }),
    source: textField(texts.tasks.source, { hint: texts.tasks.sourceHint }),
  };
  const { title, due, rule, source } = fields;
  const add = async (): Promise<void> => {
    const entries = Object.entries(fields).map(([name, { control }]) => [
      name,
      control.value.trim(),
    ]);
    if (!title.control.value.trim()) throw new Refused(texts.tasks.noTitle);
    const said = Object.fromEntries(entries) as Record<keyof typeof fields, string>;
    const body = { ...said, id: toHex(randomBytes(ID_BYTES)), done: false };
    await view.write({ stream: "notes", kind: "task", body });
    for (const { control } of Object.values(fields)) control.value = "";
    say(texts.tasks.added);
  };
  const counted = countFields((last, said) => {
    due.control.value = last;
    rule.control.value = said;
  });
  const button = make("div", { class: "buttons" }, submit(texts.tasks.keep, "plain"));
  const wholes = [title.whole, counted, due.whole, rule.whole, source.whole, button];
  const whole = form(() => void acting(whole, add), ...wholes);
  return whole;
}

/** So many days after something happened: the last of them, and the rule, fill the other fields. */
function countFields(use: (last: string, rule: string) => void): HTMLElement {
  const event = dayField(texts.tasks.event);
  const days = textField(texts.tasks.days, { attributes: { inputmode: "numeric" } });
  const counting = choiceField(texts.tasks.counting, Object.entries(texts.tasks.countings));
  const count = button(texts.tasks.count, () => {
    const from = event.control.value;
    const number = Number(days.control.value);
    if (!from) throw new Refused(texts.tasks.noEvent);
    if (!Number.isInteger(number) || number < 1 || number > MOST_DAYS)
      throw new Refused(texts.tasks.noDays);
    const kind: Counting = counting.control.value === "working" ? "working" : "calendar";
    const said = { calendar: texts.tasks.calendarDays, working: texts.tasks.workingDays }[kind];
    use(lastDay(from, number, kind), fill(said, { days: number, day: dayText(from) }));
  });
  const wholes = [event.whole, days.whole, counting.whole];
  return folded(
    texts.tasks.byRule,
    make("div", { class: "stack" }, ...wholes, count, quiet(texts.tasks.holidays)),
  );
}

/** Tasks and deadlines: what is to be done, until which day, and what that day rests on. */
import { randomBytes, toHex } from "../../sealing/index.ts";
import { lastDay } from "../cases/deadlines.ts";
import { type Task, tasksOf } from "../cases/letters.ts";
import { materialsOf } from "../keeping/materials.ts";
import { about, acting, button, say, submit } from "../page/acting.ts";
import { folded, make, part, quiet } from "../page/elements.ts";
import { choiceField, dayField, form, textField } from "../page/fields.ts";
import { dayText, daysFrom, deadlineText, fill, language, texts, today } from "../texts.ts";
import type { Rule } from "../wire/desk.ts";
import { Refused } from "../wire/errors.ts";
import type { CaseView } from "./case_view.ts";

const ID_BYTES = 8;

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
  const rules = make("div");
  void materialsOf(view.opened.row.embassy).then(({ rules: known }) => {
    const use = (chosen: Rule, day: string): void => {
      due.control.value = lastDay(day, chosen.days, chosen.counting);
      rule.control.value = ruleText(chosen);
      source.control.value = sourceText(chosen);
      if (!title.control.value) title.control.value = titleOf(chosen);
    };
    if (known.length) rules.append(ruleFields(known, use));
  });
  const button = make("div", { class: "buttons" }, submit(texts.tasks.keep, "plain"));
  const wholes = [title.whole, rules, due.whole, rule.whole, source.whole, button];
  const whole = form(() => void acting(whole, add), ...wholes);
  return whole;
}

function sourceText({ source, checked }: Rule): string {
  return fill(texts.tasks.checked, { source, day: dayText(checked) });
}

/** A rule of the embassy’s list, and the day it counts from, fill the other fields. */
function ruleFields(rules: readonly Rule[], use: (rule: Rule, day: string) => void): HTMLElement {
  const choices = rules.map((rule, place): [string, string] => [String(place), titleOf(rule)]);
  const which = choiceField(texts.tasks.byRule, choices);
  const day = dayField(texts.tasks.event);
  const count = button(texts.tasks.count, () => {
    const rule = rules[Number(which.control.value)];
    if (!day.control.value) throw new Refused(texts.tasks.noEvent);
    if (rule) use(rule, day.control.value);
  });
  return make(
    "div",
    { class: "inset stack" },
    which.whole,
    day.whole,
    count,
    quiet(texts.tasks.holidays),
  );
}

function titleOf({ title }: Rule): string {
  return title[language] ?? Object.values(title)[0] ?? "";
}

function ruleText(rule: Rule): string {
  const sentence = rule.counting === "working" ? texts.tasks.workingDays : texts.tasks.calendarDays;
  return fill(sentence, { rule: titleOf(rule), days: rule.days });
}

/** The way through the questions: which come after which, for what was answered so far. */
import type { Appeal } from "../appeal.ts";
import type { Facts } from "../facts.ts";

export type Step =
  | "before"
  | "desk"
  | "class"
  | "danger"
  | "deadline"
  | "type"
  | "country"
  | "inside"
  | "language"
  | "refer"
  | "text"
  | "files"
  | "check";

/** What each screen is given. */
export interface Walk {
  facts: Facts;
  appeal: Appeal;
  next: () => void;
  back: () => void;
  to: (step: Step) => void;
  /** "Question 2 of 6", or nothing where none is asked. */
  place: string;
  /** Whether the embassy has a reserve key, as the roster says. */
  hasEscrow: boolean;
}

const ALL: readonly Step[] = [
  "before",
  "desk",
  "class",
  "danger",
  "deadline",
  "type",
  "country",
  "inside",
  "language",
  "refer",
  "text",
  "files",
  "check",
];
const QUESTIONS: readonly Step[] = ["desk", "class", "deadline", "type", "country", "language", "refer", "text"];

/** The steps of somebody with these answers, in order. In danger nobody is asked what can wait. */
export function stepsOf({ desk, class: how, place }: Appeal): Step[] {
  const isPress = desk === "press";
  const isDanger = how === "danger";
  const left: Record<Step, boolean> = {
    before: true,
    desk: true,
    class: true,
    danger: isDanger,
    deadline: how === "deadline",
    type: !isPress && !isDanger,
    country: !isPress && !isDanger,
    inside: !isPress && !isDanger && place === "inside",
    language: !isDanger,
    refer: !isPress && !isDanger,
    text: true,
    files: true,
    check: true,
  };
  return ALL.filter((step) => left[step]);
}

export function neighbour(appeal: Appeal, step: Step, by: 1 | -1): Step | undefined {
  const steps = stepsOf(appeal);
  return steps[steps.indexOf(step) + by];
}

/** Which question of how many a step is; nothing for a screen that asks nothing. */
export function placeOf(appeal: Appeal, step: Step): [number: number, all: number] | undefined {
  const asked = stepsOf(appeal).filter((each) => QUESTIONS.includes(each));
  const at = asked.indexOf(step);
  return at < 0 ? undefined : [at + 1, asked.length];
}

/** What the letters of a case say, read with care: nobody promised what a body holds. */
import type { Content, Json, JsonObject, OpenedLetter } from "../../sealing/index.ts";
import type { Opened } from "./opening.ts";

export interface Form {
  text: string;
  country: string;
  type: string;
  language: string;
  deadline: string;
  refer: boolean;
  answers: [question: string, answer: string][];
  recipient: string;
}

export interface Task {
  id: string;
  title: string;
  due: string;
  /** What the day rests on, and who says so. */
  rule: string;
  source: string;
  isDone: boolean;
}

export type ReferralState = "in_progress" | "accepted" | "done" | "rejected" | "revoked";

export interface Referral {
  id: string;
  partner: string;
  registration: string;
  /** Which fields went. */
  fields: string[];
  /** Whether the person agreed in the form, or in which letter. */
  consent: string;
  /** What only somebody who opened the packet can tell us. */
  word: string;
  due: string;
  state: ReferralState;
  reason: string;
  day: string;
}

export function textIn(body: JsonObject, name: string): string {
  const value = body[name];
  return typeof value === "string" ? value : "";
}

/** The code of the embassy from which a person took this here, nothing if from none. */
export function passedFrom(body: JsonObject): string {
  return textIn(objectIn(body, "passed"), "embassy");
}

/** The first envelope of the case. */
export function formOf({ threads }: Opened): Form | undefined {
  const letter = threads.case.letters.find(
    ({ content }) => content.kind === "form" && content.from === "person",
  );
  if (!letter) return undefined;
  const { body } = letter.content;
  const answers = Object.entries(objectIn(body, "answers")).flatMap(
    ([question, answer]): [string, string][] =>
      typeof answer === "string" && answer ? [[question, answer]] : [],
  );
  return {
    text: textIn(body, "text"),
    country: textIn(body, "country"),
    type: textIn(body, "type"),
    language: textIn(body, "language"),
    deadline: textIn(body, "deadline"),
    refer: body.refer === true,
    answers,
    recipient: textIn(body, "recipient"),
  };
}

/** Whether a member told the person that the case was handed to the escrow on a day. */
export function isEscrowTold({ threads }: Opened, day: string): boolean {
  return threads.case.letters.some(
    ({ content: { from, kind, body } }) =>
      from === "member" && kind === "ack" && body.escrow === day,
  );
}

/** Whether a letter tells the person of a key, and is no part of what is talked about. */
export function isAboutKeys({ kind, body }: Pick<Content, "kind" | "body">): boolean {
  if (kind === "ack") return textIn(body, "escrow") !== "";
  return kind === "status" && body.state === "rekeyed";
}

function objectIn(body: JsonObject, name: string): JsonObject {
  const value = body[name];
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

/** The tasks in the notes; what was said last of each holds. */
export function tasksOf(opened: Opened): Task[] {
  const tasks = new Map<string, Task>();
  for (const { content } of lettersOfKind(opened, "task")) {
    const { body } = content;
    const id = textIn(body, "id");
    const before = tasks.get(id);
    const said = (name: "title" | "due" | "rule" | "source"): string =>
      textIn(body, name) || (before?.[name] ?? "");
    const task = {
      id,
      title: said("title"),
      due: said("due"),
      rule: said("rule"),
      source: said("source"),
    };
    if (id) tasks.set(id, { ...task, isDone: body.done === true });
  }
  return [...tasks.values()].sort((one, other) => order(one).localeCompare(order(other)));
}

function order(task: Task): string {
  return `${task.isDone ? 1 : 0}${task.due || "9"}${task.title}`;
}

/** The referrals in the notes; what was said last of each holds. */
export function referralsOf(opened: Opened): Referral[] {
  const referrals = new Map<string, Referral>();
  for (const { content } of lettersOfKind(opened, "referral")) {
    const { body, day } = content;
    const id = textIn(body, "id");
    const before = referrals.get(id);
    const { fields } = body;
    const first: Referral = {
      id,
      partner: textIn(body, "partner"),
      registration: textIn(body, "registration"),
      fields: Array.isArray(fields)
        ? fields.filter((field): field is string => typeof field === "string")
        : [],
      consent: textIn(body, "consent"),
      word: textIn(body, "word"),
      due: textIn(body, "due"),
      state: "in_progress",
      reason: "",
      day,
    };
    const state = stateIn(body);
    if (id) referrals.set(id, { ...(before ?? first), state, reason: textIn(body, "reason"), day });
  }
  return [...referrals.values()];
}

const STATES: readonly ReferralState[] = ["in_progress", "accepted", "done", "rejected", "revoked"];

function stateIn(body: JsonObject): ReferralState {
  return STATES.find((state) => state === body.state) ?? "in_progress";
}

function lettersOfKind({ threads }: Opened, kind: "task" | "referral"): OpenedLetter[] {
  return threads.notes.letters.filter(({ content }) => content.kind === kind);
}

/** Every text of a case that a member may look for. */
export function wordsOf(opened: Opened): string[] {
  const letters = [...opened.threads.case.letters, ...opened.threads.notes.letters];
  return letters.flatMap(({ content }) => {
    const { recipient: _never, ...body } = content.body;
    return [...stringsIn(body), ...content.attachments.map(({ name }) => name)];
  });
}

function stringsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

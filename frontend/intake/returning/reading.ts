/** The messages of a case, whether they are what they say, and what can be done now. */
import type { JsonObject, OpenedLetter, Problem } from "../../sealing/index.ts";
import type { Box } from "../box.ts";
import { type Child, listed, made, paragraph, part, quoted } from "../elements.ts";
import type { Facts } from "../facts.ts";
import { type Button, show } from "../showing.ts";
import { say, sayDay, sayOr } from "../texts.ts";
import { attachmentsOf } from "./downloads.ts";

export interface Reading {
  facts: Facts;
  box: Box;
  answer: () => void;
  erase: () => void;
  passOn: () => void;
  refresh: () => Promise<void>;
  finish: () => void;
  /** A sentence to begin with, such as that an answer has arrived. */
  news?: string;
}

export function showMessages(reading: Reading): void {
  const { box, facts, news } = reading;
  const { letters } = box.thread;
  const hasAnswer = letters.some(({ content }) => content.from === "member");
  const transfer: Button = { label: say("read.transfer"), kind: "quiet", go: reading.passOn };
  const deletion = facts.deletion.replace("{date}", sayDay(box.deleteOn));
  show({
    heading: say("read.heading"),
    content: [
      news ? made("p", { class: "told", role: "status" }, news) : undefined,
      ...problemsOf(box),
      paragraph(sayOr(`state.${box.state}`, "")),
      made("ol", { class: "messages" }, ...letters.map((letter) => messageOf(letter, reading))),
      hasAnswer ? undefined : paragraph(say("read.empty")),
      escrowOf(box),
      box.deleteOn ? made("p", { class: "notice" }, deletion) : undefined,
    ],
    buttons: [
      { label: say("read.answer"), go: reading.answer },
      { label: say("read.refresh"), go: reading.refresh },
      { label: say("read.finish"), go: reading.finish },
      ...(letters.length ? [transfer] : []),
      { label: say("read.delete"), kind: "quiet", go: reading.erase },
    ],
  });
}

/** What is missing or wrong, each once, in words. */
function problemsOf({ thread, isLocked }: Box): Child[] {
  const words = new Set<string>(thread.problems.map(({ word }: Problem) => word));
  if (isLocked) words.add("locked");
  if (!words.size) return [];
  const sentences = [...words].map((word) => sayOr(`problem.${word}`, "problem.cannot-be-opened"));
  const box = part(say("read.problems"), listed(sentences, "points"), paragraph(say("read.problems.what")));
  box.classList.add("notice");
  box.setAttribute("role", "alert");
  return [box];
}

function messageOf({ content }: OpenedLetter, reading: Reading): HTMLLIElement {
  const isMember = content.from === "member";
  const who = say(isMember ? "read.member" : "read.you");
  const id = `message-${content.seq}`;
  return made(
    "li",
    { class: `message message--${content.from}` },
    made(
      "article",
      { "aria-labelledby": id },
      made("h2", { id, class: "message__head" }, `${who}, ${sayDay(content.day)}`),
      isMember ? made("p", { class: "message__mark" }, say("read.verified")) : undefined,
      ...bodyOf(content),
      ...attachmentsOf(content, reading.box),
    ),
  );
}

/** That a message was read, or that the keepers of the escrow can read the case. */
function ackOf(escrowed: unknown): string {
  return typeof escrowed === "string" ? say("read.escrow", { day: sayDay(escrowed) }) : say("read.ack");
}

/** What the server alone says of the escrow, until a member has said it. */
function escrowOf({ escrowed, thread }: Box): Child {
  const isTold = thread.letters.some(
    ({ content }) => content.from === "member" && content.body["escrow"] === escrowed,
  );
  return escrowed && !isTold
    ? made("p", { class: "notice" }, say("read.escrow", { day: sayDay(escrowed) }))
    : undefined;
}

function bodyOf(content: OpenedLetter["content"]): Child[] {
  const text = textIn(content.body, "text");
  const sentence = sentenceOf(content);
  return [sentence ? paragraph(sentence) : undefined, text ? quoted(text) : undefined];
}

/** What a letter of a kind says by itself, in the words of the page. */
export function sentenceOf({ kind, body }: OpenedLetter["content"]): string {
  if (kind === "referral") return say("read.referral");
  if (textIn(body, "text")) return "";
  if (kind === "ack") return ackOf(body["escrow"]);
  return kind === "status" ? sayOr(`state.${textIn(body, "state")}`, "") : "";
}

export function textIn(body: JsonObject, name: string): string {
  const value = body[name];
  return typeof value === "string" ? value : "";
}

/** A case as the person holds it: its keys, its messages, and sending one more. */
import {
  type Attachment,
  type CaseKeys,
  type JsonObject,
  type Kind,
  type Thread,
  epochToWrite,
  fromBase64,
  openThread,
  randomBytes,
  sealByPerson,
  sha256,
  toBase64,
  toHex,
  unwrap,
} from "../sealing/index.ts";
import { NoDuty, lastKnown, rosterOf } from "./duty.ts";
import type { Facts } from "./facts.ts";
import { today } from "./texts.ts";
import { Refused, askBytes, askJson } from "./wire.ts";

export interface Box {
  keys: CaseKeys;
  state: string;
  deleteOn: string;
  /** The day on which the case was last handed to the escrow; empty if it never was. */
  escrowed: string;
  /** C of each epoch that the code opens. */
  identities: Map<number, string>;
  /** The one to write in; 0 if there is none to be trusted. */
  epoch: number;
  /** The last letter of the server that we have seen. */
  counter: number;
  thread: Thread;
  /** Whether a key was there that the code does not open. */
  isLocked: boolean;
}

export interface Message {
  id: string;
  kind: Kind;
  body: JsonObject;
  attachments?: Attachment[];
}

interface BoxAnswer {
  state: string;
  delete_on: string;
  escrowed: string;
  epoch: number;
  wraps: { epoch: number; wrap: string }[];
  letters: { id: string; counter: number; epoch: number }[];
}

const BOX = "/i/box";
const ATTEMPTS = 3;

export function newId(): string {
  return toHex(randomBytes(16));
}

export function headersOf(keys: CaseKeys): Record<string, string> {
  return { "Case-Lookup": keys.lookup, "Case-Auth": keys.auth };
}

/** Load a case and open every message. `onLetter` hears which one is being loaded, of how many. */
export async function openBox(
  facts: Facts,
  keys: CaseKeys,
  onLetter: (number: number, all: number) => void = () => undefined,
): Promise<Box> {
  const headers = headersOf(keys);
  const answer = await askJson<BoxAnswer>(BOX, { headers });
  const identities = new Map<number, string>();
  let isLocked = false;
  for (const { epoch, wrap } of answer.wraps) {
    try {
      identities.set(epoch, await unwrap(fromBase64(wrap), keys.identity));
    } catch {
      isLocked = true;
    }
  }
  const letters = [];
  for (const [at, letter] of answer.letters.entries()) {
    onLetter(at + 1, answer.letters.length);
    letters.push({ ...letter, sealed: await askBytes(`/i/letter/${letter.id}`, { headers }) });
  }
  const thread = await openThread({
    letters,
    stream: "case",
    identities,
    caseId: keys.caseId,
    rosterOf: (number) => rosterOf(facts, number),
  });
  const epoch = await epochOf(facts, thread);
  return {
    keys,
    state: answer.state,
    deleteOn: answer.delete_on,
    escrowed: answer.escrowed,
    identities,
    epoch: identities.has(epoch) ? epoch : 0,
    counter: answer.letters[answer.letters.length - 1]?.counter ?? 0,
    thread,
    isLocked: isLocked || !identities.has(answer.epoch),
  };
}

/** Nobody who has left, and no server, should have made the key that is written to. */
async function epochOf(facts: Facts, thread: Thread): Promise<number> {
  try {
    const { roster, removed } = await lastKnown(facts);
    return epochToWrite(thread, roster, removed) ?? 0;
  } catch (error) {
    if (error instanceof NoDuty) return 0;
    throw error;
  }
}

const tried = new Set<string>();

/**
 * Seal a message and leave it, once: where an attempt may have arrived, the case is looked at first.
 * Where somebody was faster, it is sealed once more, behind theirs. Returns the box as it is
 * afterwards; the new message is not in its thread.
 */
export async function leave(facts: Facts, box: Box, message: Message, onWaiting?: () => void): Promise<Box> {
  let current = tried.has(message.id) ? await openBox(facts, box.keys) : box;
  tried.add(message.id);
  for (let attempt = 1; ; attempt += 1) {
    if (current.thread.letters.some(({ id }) => id === message.id)) return current;
    try {
      return await leaveOnce(current, message, onWaiting);
    } catch (error) {
      const isBehind = error instanceof Refused && error.reason === "behind";
      if (!isBehind || attempt === ATTEMPTS) throw error;
      current = await openBox(facts, box.keys);
    }
  }
}

async function leaveOnce(box: Box, message: Message, onWaiting?: () => void): Promise<Box> {
  const identity = box.identities.get(box.epoch);
  if (!identity) throw new NoDuty("missing");
  const sealed = await sealByPerson(draftOf(box, message), identity);
  const body = {
    id: message.id,
    epoch: box.epoch,
    after: box.counter,
    letter: toBase64(sealed),
    // So that what nothing names can be deleted; what they are is sealed.
    blobs: (message.attachments ?? []).map(({ blob }) => blob),
  };
  const { counter } = await askJson<{ counter: number }>(BOX, {
    method: "POST",
    headers: { ...headersOf(box.keys), "Content-Type": "application/json" },
    body: JSON.stringify(body),
    onWaiting,
  });
  const { seq } = box.thread.next;
  const next = { seq: seq + 1, prev: toHex(await sha256(sealed)) };
  return { ...box, counter, thread: { ...box.thread, next } };
}

function draftOf(box: Box, { kind, body, attachments }: Message): Parameters<typeof sealByPerson>[0] {
  const { seq, prev } = box.thread.next;
  return {
    case: box.keys.caseId,
    epoch: box.epoch,
    seq,
    prev,
    day: today(),
    kind,
    body,
    attachments: attachments ?? [],
  };
}

/** Wraps first, then everything else; the server answers once it is gone. */
export async function deleteBox(keys: CaseKeys): Promise<void> {
  await gone(askBytes(BOX, { method: "DELETE", headers: headersOf(keys) }));
}

/** The same of a case that was taken to another embassy, which is counted here. */
export async function letGoOfBox(keys: CaseKeys): Promise<void> {
  const headers = { ...headersOf(keys), "Content-Type": "application/json" };
  const body = JSON.stringify({ outcome: "transferred" });
  await gone(askBytes(BOX, { method: "DELETE", headers, body }));
}

/** Where only the answer was lost, the case is not there any more when it is asked for again. */
async function gone(deleting: Promise<unknown>): Promise<void> {
  try {
    await deleting;
  } catch (error) {
    if (!(error instanceof Refused && error.reason === "unknown")) throw error;
  }
}

/** A new case: sealed to those on duty, and left at the server once, however often it is sent. */
import {
  type Bytes,
  type CaseKeys,
  sealByPerson,
  sealHeader,
  sha256,
  toBase64,
  toHex,
} from "../sealing/index.ts";
import { type Ahead, takeAhead } from "./ahead.ts";
import type { Appeal } from "./appeal.ts";
import { type Box, deleteBox, newId } from "./box.ts";
import { type Duty, onDuty } from "./duty.ts";
import type { Facts } from "./facts.ts";
import { forgetSolution, solution } from "./solving.ts";
import { type Key, today } from "./texts.ts";
import { Refused, askBytes } from "./wire.ts";

/** A sealed case that may have arrived already: sent again it stays the same one. */
export interface Sealed {
  /** What the code is made of. */
  secret: Bytes;
  keys: CaseKeys;
  identity: string;
  letterHash: string;
  body: { [name: string]: unknown };
}

/** What has happened so far. Kept by who calls, so that another attempt goes on from there. */
export interface Posting {
  sealed: Sealed | undefined;
  /** Of what was sealed before somebody changed their text, and may have arrived all the same. */
  older: CaseKeys[];
}

/** The text is changed once more: what was sealed is taken back when the new one has arrived. */
export function sealAnew(posting: Posting): void {
  if (posting.sealed) posting.older.push(posting.sealed.keys);
  posting.sealed = undefined;
}

export type OnStep = (step: Key) => void;

const ATTEMPTS = 3;

/**
 * Seal an appeal and leave it at the server. Throws NoDuty or NobodyThere if nobody could open it,
 * Refused with the server’s reason, Unreachable on a line that stays bad.
 */
export async function post(facts: Facts, appeal: Appeal, posting: Posting, onStep: OnStep): Promise<Box> {
  for (let attempt = 1; ; attempt += 1) {
    onStep("sending.roster");
    if (!posting.sealed) {
      const duty = await onDuty(facts);
      onStep("sending.sealing");
      posting.sealed = await seal(facts, appeal, duty, await takeAhead(facts, appeal.desk, duty));
    }
    try {
      await postOnce(facts, posting.sealed, onStep);
      for (const keys of posting.older.splice(0)) await deleteBox(keys).catch(() => undefined);
      return boxOf(posting.sealed);
    } catch (error) {
      if (!(error instanceof Refused) || attempt === ATTEMPTS) throw error;
      // The list of those on duty changed in between: it is sealed anew, for those of now.
      if (error.reason === "behind") sealAnew(posting);
      else if (error.reason !== "proof") throw error;
      forgetSolution();
    }
  }
}

/** Do the work that is asked for, and leave at the server what was sealed. */
export async function postOnce(facts: Facts, sealed: Sealed, onStep: OnStep): Promise<void> {
  onStep("sending.work");
  const proof = await solution(facts);
  onStep("sending.sending");
  await askBytes("/i/case", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...sealed.body, proof }),
    onWaiting: () => onStep("sending.waiting"),
  });
  forgetSolution();
}

/** Seal an appeal to those on duty, under the code that was begun with. */
export async function seal(facts: Facts, appeal: Appeal, duty: Duty, begun: Ahead): Promise<Sealed> {
  const { desk, type, deadline, language } = appeal;
  const { secret, keys, identity, wraps } = begun;
  const letter = await sealByPerson(formOf(appeal, keys), identity);
  const header = await sealHeader({ language, type, deadline }, identity);
  return {
    secret,
    keys,
    identity,
    letterHash: toHex(await sha256(letter)),
    body: {
      embassy: facts.embassy,
      suite: 1,
      lookup: keys.lookupHash,
      auth: keys.authHash,
      desk,
      class: appeal.class,
      roster: duty.roster.number,
      wraps,
      header: toBase64(header),
      id: newId(),
      letter: toBase64(letter),
    },
  };
}

function formOf(appeal: Appeal, keys: CaseKeys): Parameters<typeof sealByPerson>[0] {
  const { text, country, type, language, deadline, refer, passed } = appeal;
  return {
    case: keys.caseId,
    epoch: 1,
    seq: 1,
    prev: "",
    day: today(),
    kind: "form",
    body: {
      ...{ text, country, type, language, deadline, refer, answers: {}, recipient: keys.recipient },
      ...(passed ? { passed } : {}),
    },
  };
}

/** The case as it stands at the server now: one letter, in the first epoch. */
export function boxOf({ keys, identity, letterHash }: Sealed): Box {
  return {
    keys,
    state: "",
    deleteOn: "",
    escrowed: "",
    identities: new Map([[1, identity]]),
    epoch: 1,
    counter: 1,
    thread: { letters: [], problems: [], founders: new Map([[1, ""]]), next: { seq: 2, prev: letterHash } },
    isLocked: false,
  };
}

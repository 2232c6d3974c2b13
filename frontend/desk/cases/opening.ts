/** Opening: from a member's wraps to the identities of a case, and to its two threads. */
import { type Bytes, type Stream, type Thread, fromBase64, openThread } from "../../sealing/index.ts";
import type { Session } from "../keeping/session.ts";
import {
  type CaseAnswer,
  type LetterRow,
  type OwnWrap,
  type WholeCase,
  letterBytes,
  oneCase,
} from "../wire/desk.ts";
import type { Waiting } from "./queue.ts";

export type Identities = Record<Stream, Map<number, string>>;

export interface Opened {
  ref: string;
  /** As the queue had it. */
  row: Waiting;
  answer: CaseAnswer;
  identities: Identities;
  threads: Record<Stream, Thread>;
  /** Letters as they came, so that none is asked for twice. */
  sealed: Map<string, Bytes>;
}

const STREAMS: readonly Stream[] = ["case", "notes"];

/** Open a case, or what is new in one that was opened `before`. */
export async function openCase(session: Session, row: Waiting, before?: Opened): Promise<Opened> {
  const { ref } = row;
  const answer = await oneCase(ref);
  const identities = await identitiesIn(session, answer.wraps, before?.identities);
  const sealed = new Map(before?.sealed);
  const missing = answer.letters.filter((letter) => !sealed.has(letter.id));
  await Promise.all(missing.map(async ({ id }) => sealed.set(id, await letterBytes(id))));
  const isSame = before !== undefined && !missing.length && sealed.size === answer.letters.length;
  if (isSame && knows(before.identities, identities)) return { ...before, row, answer, identities };
  return withThreads(session, { row, answer, identities, sealed });
}

/** Open a case that came with its letters. */
export async function openWhole(session: Session, row: Waiting, whole: WholeCase): Promise<Opened> {
  const answer = { ...whole, members: [], present: [] };
  const identities = await identitiesIn(session, answer.wraps);
  const sealed = new Map(whole.letters.map((letter) => [letter.id, fromBase64(letter.sealed)]));
  return withThreads(session, { row, answer, identities, sealed });
}

async function withThreads(session: Session, toCheck: ToCheck): Promise<Opened> {
  const opening = (stream: Stream): Promise<Thread> => threadOf(session, stream, toCheck);
  const [caseThread, notes] = await Promise.all([opening("case"), opening("notes")]);
  return { ...toCheck, ref: toCheck.row.ref, threads: { case: caseThread, notes } };
}

function knows(before: Identities, now: Identities): boolean {
  return STREAMS.every((stream) => before[stream].size === now[stream].size);
}

/** The identities in a member's own wraps. One that cannot be opened leaves its letters closed. */
export async function identitiesIn(
  session: Session,
  wraps: readonly OwnWrap[],
  before?: Identities,
): Promise<Identities> {
  const found: Identities = { case: new Map(before?.case), notes: new Map(before?.notes) };
  const opening = wraps
    .filter(({ stream, epoch }) => !found[stream].has(epoch))
    .map(async ({ stream, epoch, wrap }) => {
      const identity = await session.unwrapped(wrap);
      if (identity !== undefined) found[stream].set(epoch, identity);
    });
  await Promise.all(opening);
  return found;
}

interface ToCheck {
  row: Waiting;
  answer: CaseAnswer;
  identities: Identities;
  sealed: Map<string, Bytes>;
}

function threadOf(session: Session, stream: Stream, toCheck: ToCheck): Promise<Thread> {
  const { row, answer, identities, sealed } = toCheck;
  const rosters = session.rosters.get(row.embassy);
  return openThread({
    stream,
    caseId: answer.case,
    identities: identities[stream],
    letters: lettersOf(answer, stream).map(({ id, epoch }) => {
      return { id, epoch, sealed: sealed.get(id) ?? new Uint8Array() };
    }),
    rosterOf: (number) => rosters?.numbered(number),
  });
}

/** The letters of one stream in the order of the server’s counter. */
export function lettersOf(answer: CaseAnswer, stream: Stream): LetterRow[] {
  const rows = answer.letters.filter((letter) => letter.stream === stream);
  return rows.sort((one, other) => one.counter - other.counter);
}

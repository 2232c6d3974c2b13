/**
 * A stream of letters as the server hands it over, and everything that can be wrong with it. The
 * server cannot write a letter, but it can keep one back, show one twice or change the order; who
 * lost a key can still write under an old epoch. Each is told apart: each asks for something else.
 */
import { sha256, toHex } from "./bytes.ts";
import { type Content, NotALetter } from "./contents.ts";
import { CannotBeOpened, type Opened, isProved, openLetter } from "./letters.ts";
import type { Roster } from "./rosters.ts";

export type Stream = "case" | "notes";

/** What is wrong with a letter of which nothing is shown. */
export type HiddenWord =
  | "replayed" // the same bytes once more
  | "cannot-be-opened" // changed on the way, or sealed to another key
  | "not-a-letter" // sealed by somebody who knows the key, and no letter
  | "other-case" // it names another case
  | "wrong-epoch" // it names another epoch than the key that opens it
  | "misplaced" // the person among notes, or a case that begins with no form
  | "unknown-sender" // no roster at hand has this member
  | "wrong-proof" // whoever wrote it is not who it says
  | "not-on-duty" // the member is in the roster, not for this day
  | "unfounded-epoch" // no known member has written under this key
  | "same-place"; // another letter has its number

/** What is wrong around a letter that is genuine and shown. */
export type ShownWord =
  | "out-of-order" // it was handed over after a letter that follows it
  | "older-epoch" // written under a key that had been replaced
  | "broken-chain" // it follows another letter than the one before it here
  | "missing"; // no letter has these numbers

export type ProblemWord = HiddenWord | ShownWord;

export interface Problem {
  word: ProblemWord;
  /** In the letters handed over, from 0; nothing for what is missing. */
  place?: number;
  /** The number of the letter, where it could be read. */
  seq?: number;
  /** Of what is missing: the last number. */
  to?: number;
}

/** A letter as the server hands it over. */
export interface SealedLetter {
  id: string;
  sealed: Uint8Array;
  /** Which key the server says opens it: a hint, and no more. */
  epoch: number;
}

export interface OpenedLetter {
  id: string;
  content: Content;
  /** Of the sealed letter. */
  sha256: string;
}

export interface Thread {
  /** What may be shown, in the order of its numbers. */
  letters: OpenedLetter[];
  /** What has to be said with it. */
  problems: Problem[];
  /** Who first wrote in each epoch: a kid, or nothing for the person. */
  founders: ReadonlyMap<number, string>;
  /** Where the next letter stands. */
  next: { seq: number; prev: string };
}

export interface ToOpen {
  /** In the order of the server's counter. */
  letters: readonly SealedLetter[];
  stream: Stream;
  /** C or N of each epoch that the reader has. */
  identities: ReadonlyMap<number, string>;
  caseId: string;
  /** The roster of a number, read with readOldRoster; nothing if there is none. */
  rosterOf: (number: number) => Promise<Roster | undefined> | Roster | undefined;
  /** The highest seq that the reader knows of from elsewhere; 0 if none. */
  atLeast?: number;
}

interface Taken extends Opened {
  id: string;
  place: number;
}

/** Open and check all letters of a stream. Never throws for what a letter holds. */
export async function openThread(asked: ToOpen): Promise<Thread> {
  const problems: Problem[] = [];
  const taken = await genuine(asked, problems);
  const founders = foundersOf(taken, asked.stream);
  const shown = new Map<number, Taken>();
  for (const letter of taken) {
    const { content, place } = letter;
    const { seq, epoch } = content;
    if (!founders.has(epoch)) problems.push({ word: "unfounded-epoch", place, seq });
    else if (shown.has(seq)) problems.push({ word: "same-place", place, seq });
    else shown.set(seq, letter);
  }
  const letters = [...shown.values()].sort((one, other) => one.content.seq - other.content.seq);
  problems.push(...around(letters, asked.atLeast ?? 0));
  const last = letters[letters.length - 1];
  return {
    letters: letters.map(({ id, content, sha256: hash }) => ({ id, content, sha256: hash })),
    problems: problems.sort(byPlace),
    founders,
    next: { seq: (last?.content.seq ?? 0) + 1, prev: last?.sha256 ?? "" },
  };
}

/**
 * The newest epoch that the person opened, or a member who still counts. A wrap does not say who
 * made it, so that a server could hand over one of its own; and who has left knows the key of an
 * epoch they opened.
 */
export function epochToWrite(
  { founders }: Thread,
  roster: Roster,
  removed: readonly string[],
): number | undefined {
  const kids = roster.entries.map(({ kid }) => kid).filter((kid) => !removed.includes(kid));
  const trusted = [...founders].filter(([, kid]) => kid === "" || kids.includes(kid));
  return trusted.length ? Math.max(...trusted.map(([epoch]) => epoch)) : undefined;
}

/** The genuine letters, each once; what is wrong with the others goes to the problems. */
async function genuine(asked: ToOpen, problems: Problem[]): Promise<Taken[]> {
  const seen = new Set<string>();
  const taken: Taken[] = [];
  for (const [place, letter] of asked.letters.entries()) {
    const hash = toHex(await sha256(letter.sealed));
    if (seen.has(hash)) {
      problems.push({ word: "replayed", place });
      continue;
    }
    seen.add(hash);
    const opened = await openedBy(asked.identities, letter);
    if (typeof opened === "string") {
      problems.push({ word: opened, place });
      continue;
    }
    const word = await objectionTo(opened, asked);
    if (word) problems.push({ word, place, seq: opened.content.seq });
    else taken.push({ ...opened, id: letter.id, place });
  }
  return taken;
}

/** Open with whichever key fits: first the one the server names, then the newest. */
async function openedBy(
  identities: ReadonlyMap<number, string>,
  { epoch, sealed }: SealedLetter,
): Promise<Opened | HiddenWord> {
  const epochs = [...identities.keys()].sort((one, other) => other - one);
  for (const each of [epoch, ...epochs.filter((other) => other !== epoch)]) {
    const identity = identities.get(each);
    if (identity === undefined) continue;
    try {
      return await openLetter(sealed, identity);
    } catch (error) {
      if (error instanceof NotALetter) return "not-a-letter";
      if (!(error instanceof CannotBeOpened)) throw error;
    }
  }
  return "cannot-be-opened";
}

/** Why a letter is not to be shown, wherever it stands. */
async function objectionTo(letter: Opened, asked: ToOpen): Promise<HiddenWord | undefined> {
  const { content, identity } = letter;
  if (content.case !== asked.caseId) return "other-case";
  if (asked.identities.get(content.epoch) !== identity) return "wrong-epoch";
  if (isMisplaced(content, asked.stream)) return "misplaced";
  if (content.from === "member") return objectionToMember(letter, asked);
  return (await isProved(letter)) ? undefined : "wrong-proof";
}

function isMisplaced({ from, kind, seq }: Content, stream: Stream): boolean {
  if (stream === "notes") return from === "person";
  return seq === 1 && !(from === "person" && kind === "form");
}

async function objectionToMember(letter: Opened, asked: ToOpen): Promise<HiddenWord | undefined> {
  const { day, kid, roster: number } = letter.content;
  const roster = await asked.rosterOf(number);
  const entry = roster?.entries.find((each) => each.kid === kid);
  if (roster === undefined || entry === undefined) return "unknown-sender";
  if (!(await isProved(letter, entry.verify))) return "wrong-proof";
  const isOnDuty =
    entry.from <= day && day <= entry.to && roster.issued <= day && day <= roster.expires;
  return isOnDuty ? undefined : "not-on-duty";
}

/** Who opened each epoch: the person the first of a case, a member every other. */
function foundersOf(taken: readonly Taken[], stream: Stream): Map<number, string> {
  const founders = new Map<number, string>(stream === "case" ? [[1, ""]] : []);
  const inOrder = [...taken].sort((one, other) => one.content.seq - other.content.seq);
  for (const { content } of inOrder) {
    const isFirst = content.from === "member" && !founders.has(content.epoch);
    if (isFirst) founders.set(content.epoch, content.kid);
  }
  return founders;
}

/** What is wrong with the order of letters, given by their numbers. */
function around(letters: readonly Taken[], atLeast: number): Problem[] {
  const problems: Problem[] = [];
  const late = lateAmong(letters);
  let [hash, newest, expected] = ["", 0, 1];
  for (const { content, place, sha256: own } of letters) {
    const { seq, epoch, prev } = content;
    if (seq > expected) problems.push({ word: "missing", seq: expected, to: seq - 1 });
    if (late.has(seq)) problems.push({ word: "out-of-order", place, seq });
    if (epoch < newest) problems.push({ word: "older-epoch", place, seq });
    const isBroken = hash !== "" && seq === expected && prev !== hash;
    if (isBroken) problems.push({ word: "broken-chain", place, seq });
    [hash, newest, expected] = [own, Math.max(newest, epoch), seq + 1];
  }
  if (atLeast >= expected) problems.push({ word: "missing", seq: expected, to: atLeast });
  return problems;
}

/** The numbers of letters that were handed over after one that follows them. */
function lateAmong(letters: readonly Taken[]): Set<number> {
  const late = new Set<number>();
  let highest = 0;
  for (const { content } of [...letters].sort((one, other) => one.place - other.place)) {
    if (content.seq < highest) late.add(content.seq);
    highest = Math.max(highest, content.seq);
  }
  return late;
}

/** By the letter, and what is missing last. */
function byPlace(one: Problem, other: Problem): number {
  const places = (one.place ?? Infinity) - (other.place ?? Infinity) || 0;
  return places || (one.seq ?? 0) - (other.seq ?? 0) || (one.word < other.word ? -1 : 1);
}

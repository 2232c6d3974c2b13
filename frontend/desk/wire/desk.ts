/** The requests of docs/sealing.md, section 8, and the shapes of their answers. */
import { type Bytes, type Part, type Stream, type Wrap, fromBase64, toBase64 } from "../../sealing/index.ts";
import { ask, askBytes, putPart } from "./requests.ts";

export type Class = "danger" | "deadline" | "normal";
export type State = "new" | "open" | "closed";
export type Keeping = "phrase" | "passkey" | "paper";
/** In base64; empty for a way that was not chosen. */
export type Bundles = Record<Keeping, string>;

/** All empty for a member who has made no keys yet. */
export interface Entered {
  ticket: string;
  challenge: string;
  kid: string;
  bundles: Bundles;
}

export interface Proved {
  token: string;
  embassies: string[];
}

export interface OwnWrap {
  stream: Stream;
  epoch: number;
  wrap: string;
}

export interface QueueRow {
  ref: string;
  embassy: string;
  desk: string;
  class: Class;
  state: State;
  day: string;
  delete_on: string;
  /** The newest of each stream; 0 where notes were never begun. */
  epoch: number;
  notes_epoch: number;
  /** A minute in UTC, until somebody acknowledges it. */
  due: string;
  /** Whether a key that was removed since could open the epoch in use. */
  rekey: boolean;
  /** The newest letters of the conversation, the newest first; of an open case alone. */
  last: { id: string; epoch: number }[];
  /** Of the first letter, in bytes. */
  size: number;
  header: string;
  wraps: OwnWrap[];
}

export interface LetterRow {
  id: string;
  stream: Stream;
  counter: number;
  epoch: number;
  day: string;
  size: number;
}

export interface CaseAnswer {
  case: string;
  state: State;
  delete_on: string;
  /** The day on which the case was last handed to the escrow; empty if it never was. */
  escrowed: string;
  epoch: number;
  notes_epoch: number;
  wraps: OwnWrap[];
  /** Of all who have a wrap, by kid; most stand for nobody. */
  members: string[];
  /** Others who have this case open now. */
  present: string[];
  letters: LetterRow[];
}

export interface Colleague {
  kid: string;
  name: string;
}

/** A guide in one language, as readers are served it. */
export interface Guide {
  embassy: string;
  language: string;
  title: string;
  address: string;
  /** The days on which it was checked, and until which that counts. */
  checked: string;
  review_by: string;
}

export function enter(name: string, password: string): Promise<Entered> {
  return ask("POST", "/s/enter", { name, password });
}

export function prove(ticket: string, proof: string): Promise<Proved> {
  return ask("POST", "/s/prove", { ticket, proof });
}

export interface Enrolment {
  name: string;
  password: string;
  code: string;
  recipient: string;
  verify: string;
  bundles: Bundles;
  confirmed: Keeping[];
}

export function enrol(enrolment: Enrolment): Promise<unknown> {
  return ask("POST", "/s/enrol", enrolment);
}

export async function queue(): Promise<QueueRow[]> {
  return (await ask<{ cases: QueueRow[] }>("GET", "/s/queue")).cases;
}

export async function colleagues(embassy: string): Promise<Colleague[]> {
  return (await ask<{ members: Colleague[] }>("GET", `/s/members/${embassy}`)).members;
}

export async function guides(): Promise<Guide[]> {
  return (await ask<{ guides: Guide[] }>("GET", "/s/materials")).guides;
}

/** Asking also says that this member has the case on the screen, for a minute. */
export function oneCase(ref: string): Promise<CaseAnswer> {
  return ask("GET", `/s/case/${ref}`);
}

/** A case as it is searched: who else may open it, or has it open, is not asked. */
export interface WholeCase extends Omit<CaseAnswer, "members" | "present" | "letters"> {
  ref: string;
  letters: (LetterRow & { sealed: string })[];
}

/** Cases with their letters, of as many as an answer holds. */
export async function wholeCases(refs: readonly string[]): Promise<WholeCase[]> {
  return (await ask<{ cases: WholeCase[] }>("POST", "/s/cases/letters", { refs })).cases;
}

export function closeSpam(refs: readonly string[]): Promise<unknown> {
  return ask("POST", "/s/cases/spam", { refs });
}

export function letterBytes(id: string): Promise<Bytes> {
  return askBytes(`/s/letter/${id}`);
}

/** Letters of any cases, by their ids: of those that are there as many as an answer holds. */
export async function lettersTogether(ids: readonly string[]): Promise<Map<string, Bytes>> {
  const { letters } = await ask<{ letters: { id: string; sealed: string }[] }>(
    "POST",
    "/s/letters",
    { ids },
  );
  return new Map(letters.map(({ id, sealed }) => [id, fromBase64(sealed)]));
}

export async function* blobParts(id: string): AsyncGenerator<Bytes> {
  const { parts } = await ask<{ parts: number[] }>("GET", `/s/blob/${id}`);
  for (const number of [...parts].sort((one, other) => one - other)) {
    yield askBytes(`/s/blob/${id}/${number}`);
  }
}

export interface NewLetter {
  id: string;
  stream: Stream;
  epoch: number;
  /** The last counter of the stream that the writer saw. */
  after: number;
  letter: string;
  /** Ids of the attachments that the letter names. */
  blobs: string[];
}

export function putBlobPart(ref: string, blob: string, part: Part): Promise<void> {
  return putPart(`/s/case/${ref}/blob/${blob}/${part.number}`, part.bytes, part.sha256);
}

export function postLetter(ref: string, letter: NewLetter): Promise<{ counter: number }> {
  return ask("POST", `/s/case/${ref}/letter`, letter);
}

export function postWrap(ref: string, wrap: OwnWrap & { for: string }): Promise<unknown> {
  return ask("POST", `/s/case/${ref}/wrap`, wrap);
}

export function postEpoch(
  ref: string,
  stream: Stream,
  epoch: number,
  wraps: Wrap[],
): Promise<unknown> {
  const written = wraps.map((each) => ({ for: each.for, wrap: toBase64(each.wrap) }));
  return ask("POST", `/s/case/${ref}/epoch`, { stream, epoch, wraps: written });
}

export function acknowledge(ref: string): Promise<unknown> {
  return ask("POST", `/s/case/${ref}/acknowledge`, {});
}

export function close(ref: string, type: string, outcome: string): Promise<unknown> {
  return ask("POST", `/s/case/${ref}/close`, { type, outcome });
}

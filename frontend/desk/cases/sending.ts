/** Sending: a letter is sealed to the epoch in use, after the last one that its writer saw. */
import {
  type JsonObject,
  type Kind,
  LetterTooLong,
  type Signer,
  type Stream,
  randomBytes,
  sealByMember,
  toBase64,
  toHex,
} from "../../sealing/index.ts";
import type { Session } from "../keeping/session.ts";
import { language, languages, texts, textsIn, today } from "../texts.ts";
import { postLetter } from "../wire/desk.ts";
import { Refused } from "../wire/errors.ts";
import { type Attached, attach } from "./attaching.ts";
import { epochFor, openEpoch } from "./epochs.ts";
import { formOf } from "./letters.ts";
import { type Opened, lettersOf } from "./opening.ts";

export interface Written {
  stream: Stream;
  kind: Kind;
  body: JsonObject;
  files?: readonly Attached[];
  /** Hears how far the files are on their way. */
  onProgress?: (sentence: string) => void;
}

const ID_BYTES = 16;

/** Seal and send. Throws WireError "behind" if a letter came meanwhile; nothing was sent then. */
export async function send(session: Session, opened: Opened, written: Written): Promise<void> {
  signerFor(session, opened);
  await sendIn(session, opened, await epochFor(session, opened, written.stream), written);
}

/**
 * Open a new epoch of the conversation, and of the notes if there are any: a key that was removed
 * reads nothing written after this. A letter goes into each: an epoch counts by who wrote in it.
 */
export async function reseal(session: Session, opened: Opened): Promise<void> {
  signerFor(session, opened);
  const epoch = await openEpoch(session, opened, "case");
  const body = await statusBody(opened, "rekeyed");
  await sendIn(session, opened, epoch, { stream: "case", kind: "status", body });
  if (opened.answer.notes_epoch === 0) return;
  const notes = await openEpoch(session, opened, "notes");
  await sendIn(session, opened, notes, {
    stream: "notes",
    kind: "note",
    body: { text: texts.notes.rekeyed },
  });
}

/** A status as its person reads it: with a sentence in their own language. */
export async function statusBody(opened: Opened, state: "rekeyed" | "closed"): Promise<JsonObject> {
  const theirs = formOf(opened)?.language ?? "";
  const { toPerson } = await textsIn(languages().includes(theirs) ? theirs : language);
  return { state, text: toPerson[state] };
}

async function sendIn(
  session: Session,
  opened: Opened,
  epoch: number,
  { stream, kind, body, files = [], onProgress = () => undefined }: Written,
): Promise<void> {
  const identity = opened.identities[stream].get(epoch);
  if (identity === undefined) throw new Refused(texts.errors.noWrap);
  const attachments = await attach(opened.ref, files, identity, onProgress);
  const { seq, prev } = opened.threads[stream].next;
  const draft = {
    case: opened.answer.case,
    epoch,
    seq,
    prev,
    day: today(),
    kind,
    body,
    attachments,
  };
  const sealed = await sealByMember(draft, identity, signerFor(session, opened)).catch(
    (error: unknown) => {
      throw error instanceof LetterTooLong ? new Refused(texts.errors.tooLong) : error;
    },
  );
  const after = Math.max(0, ...lettersOf(opened.answer, stream).map(({ counter }) => counter));
  const id = toHex(randomBytes(ID_BYTES));
  const blobs = attachments.map(({ blob }) => blob);
  await postLetter(opened.ref, { id, stream, epoch, after, letter: toBase64(sealed), blobs });
}

function signerFor(session: Session, { row }: Opened): Signer {
  const roster = session.rosters.get(row.embassy)?.current;
  if (!roster || !session.isOnRoster(row.embassy)) throw new Refused(texts.errors.notOnRoster);
  return { seed: session.keys.seed, kid: session.kid, roster: roster.number };
}

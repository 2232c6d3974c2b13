/**
 * Wraps: the identity of a case or of its notes, sealed to each who may read it. There are 18 for
 * every epoch of every stream, so that their number tells nobody how many read.
 */
import { type Identity, isIdentity, newIdentity, openWith, recipientOf, sealTo } from "./ages.ts";
import { type Bytes, textOf, utf8 } from "./bytes.ts";
import { type Roster, usableEntries } from "./rosters.ts";

export interface Wrap {
  /** The kid of a roster entry, "person" or "escrow". */
  for: string;
  wrap: Bytes;
}

export interface ToWrap {
  /** C or N of an epoch. */
  identity: string;
  roster: Roster;
  desk: string;
  /** The kids of removed.json. */
  removed: readonly string[];
  /** The recipient of P; nothing in the stream of notes. */
  person: string;
  today: string;
}

/** Nobody of the desk is on the roster: emergency numbers are shown, and nothing is sealed. */
export class NobodyThere extends Error {}

export function wrapFor(identity: string, recipient: string): Promise<Bytes> {
  return sealTo(recipient, utf8(identity));
}

/** The identity in a wrap. Throws if it is another's, or holds anything else. */
export async function unwrap(wrap: Uint8Array, identity: Identity): Promise<string> {
  const text = textOf(await openWith(identity, wrap));
  if (!isIdentity(text)) throw new Error("the wrap holds no identity");
  return text;
}

/**
 * The 18 wraps of an epoch. Whoever may not read has one too, to a recipient that is thrown away
 * here. Throws NobodyThere.
 */
export async function wrapsFor(asked: ToWrap): Promise<Wrap[]> {
  const { identity, roster, desk, removed, person, today } = asked;
  const usable = new Set(usableEntries(roster, desk, removed, today));
  if (!usable.size) throw new NobodyThere();
  const wanted: [string, string][] = roster.entries.map((entry) => [
    entry.kid,
    usable.has(entry) ? entry.recipient : "",
  ]);
  wanted.push(["person", person], ["escrow", roster.escrow]);
  return Promise.all(
    wanted.map(async ([label, recipient]) => ({
      for: label,
      wrap: await wrapFor(identity, recipient || (await thrownAway())),
    })),
  );
}

async function thrownAway(): Promise<string> {
  return recipientOf(await newIdentity());
}

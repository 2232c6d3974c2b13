/** Epochs: new identities for what is written from now on, wrapped for those who hold the case. */
import {
  type Entry,
  type Roster,
  type Stream,
  type Wrap,
  epochToWrite,
  isRecipient,
  newIdentity,
  recipientOf,
  toBase64,
  wrapFor,
} from "../../sealing/index.ts";
import type { Session } from "../keeping/session.ts";
import { texts } from "../texts.ts";
import { postEpoch, postWrap } from "../wire/desk.ts";
import { Refused, WireError } from "../wire/errors.ts";
import { formOf } from "./letters.ts";
import type { Opened } from "./opening.ts";

/**
 * The epoch to write in. It is the newest if the person, or a member who still counts, is known to
 * have opened it: a server could hand over a wrap of its own. Otherwise a new one is opened here.
 */
export async function epochFor(session: Session, opened: Opened, stream: Stream): Promise<number> {
  const { roster, removed } = rosterFor(session, opened.row.embassy);
  const newest = newestOf(opened, stream);
  const known = epochToWrite(opened.threads[stream], roster, removed);
  if (known === newest && opened.identities[stream].has(newest)) return newest;
  return openEpoch(session, opened, stream);
}

/** Make the identity of the next epoch and wrap it. Throws "behind" if somebody else was first. */
export async function openEpoch(session: Session, opened: Opened, stream: Stream): Promise<number> {
  const { row, answer } = opened;
  const { roster, removed } = rosterFor(session, row.embassy);
  const holders = answer.members.filter((kid) => !removed.includes(kid));
  const identity = await newIdentity();
  const person = stream === "case" ? personOf(opened) : "";
  const wraps = await wrapsForHolders({ identity, roster, holders, person });
  const epoch = newestOf(opened, stream) + 1;
  await postEpoch(opened.ref, stream, epoch, wraps);
  opened.identities[stream].set(epoch, identity);
  answer[stream === "case" ? "epoch" : "notes_epoch"] = epoch;
  return epoch;
}

function newestOf({ answer }: Opened, stream: Stream): number {
  return stream === "case" ? answer.epoch : answer.notes_epoch;
}

/**
 * Give a colleague every identity of the case that this member has: they read it from its start.
 * False if they had all of them already.
 */
export async function handOver(opened: Opened, to: Entry): Promise<boolean> {
  let isGiven = false;
  for (const stream of ["case", "notes"] as const) {
    for (const [epoch, identity] of opened.identities[stream]) {
      const wrap = toBase64(await wrapFor(identity, to.recipient));
      const given = postWrap(opened.ref, { stream, epoch, for: to.kid, wrap });
      isGiven = (await given.then(() => true, unlessHeld)) || isGiven;
    }
  }
  return isGiven;
}

/** The server says "behind" of a wrap that somebody can open already. */
function unlessHeld(error: unknown): boolean {
  if (error instanceof WireError && error.word === "behind") return false;
  throw error;
}

interface ToWrap {
  identity: string;
  roster: Roster;
  /** Kids of those who hold the case; the others get a wrap that nobody can open. */
  holders: readonly string[];
  /** The recipient of P, or nothing for notes. */
  person: string;
}

function wrapsForHolders({ identity, roster, holders, person }: ToWrap): Promise<Wrap[]> {
  const wanted = roster.entries.map(({ kid, recipient }): [string, string] => {
    return [kid, holders.includes(kid) ? recipient : ""];
  });
  wanted.push(["person", person], ["escrow", roster.escrow]);
  return Promise.all(
    wanted.map(async ([label, recipient]) => {
      const to = recipient || (await recipientOf(await newIdentity()));
      return { for: label, wrap: await wrapFor(identity, to) };
    }),
  );
}

function rosterFor(
  session: Session,
  embassy: string,
): { roster: Roster; removed: readonly string[] } {
  const rosters = session.rosters.get(embassy);
  if (!rosters?.current) throw new Refused(texts.errors.noRoster);
  return { roster: rosters.current, removed: rosters.removed };
}

function personOf(opened: Opened): string {
  const recipient = formOf(opened)?.recipient;
  if (!isRecipient(recipient)) throw new Refused(texts.errors.noForm);
  return recipient;
}

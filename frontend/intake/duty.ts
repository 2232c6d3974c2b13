/** Who is on duty: the signed list, less those taken off it since. */
import {
  NotARoster,
  type Roster,
  type RosterProblem,
  readOldRoster,
  readRemoved,
  readRoster,
  usableEntries,
} from "../sealing/index.ts";
import type { Facts } from "./facts.ts";
import { today } from "./texts.ts";
import { Refused, askBytes } from "./wire.ts";

export interface Duty {
  roster: Roster;
  removed: string[];
}

/** There is no list, or it is not to be believed. */
export class NoDuty extends Error {
  readonly reason: RosterProblem | "missing";

  constructor(reason: RosterProblem | "missing") {
    super(`nobody is on duty: ${reason}`);
    this.reason = reason;
  }
}

/** The highest number seen of each embassy, and their lists by number. */
const highest = new Map<string, number>();
const older = new Map<string, Roster | undefined>();

/** The list of today, checked against the root on this page. Throws NoDuty or Unreachable. */
export async function onDuty(facts: Facts): Promise<Duty> {
  const [bytes, signature] = await signedFile(`/${facts.embassy}/roster.json`);
  const { root, embassy } = facts;
  const expected = { root, embassy, today: today(), atLeast: highest.get(embassy) ?? 0 };
  const roster = believed(facts, () => readRoster(bytes, signature, expected));
  highest.set(embassy, roster.number);
  return { roster, removed: await removedSince(facts) };
}

/** The newest list, whether or not it still holds: who is on it, not whom to seal to. */
export async function lastKnown(facts: Facts): Promise<Duty> {
  const [bytes, signature] = await signedFile(`/${facts.embassy}/roster.json`);
  const roster = believed(facts, () => readOldRoster(bytes, signature, facts));
  if (roster.number < (highest.get(facts.embassy) ?? 0)) throw new NoDuty("older");
  return { roster, removed: await removedSince(facts) };
}

/** Whether anybody of a desk could open a text of today. */
export function isAttended({ roster, removed }: Duty, desk: string): boolean {
  return usableEntries(roster, desk, removed, today()).length > 0;
}

/** The list of a number, by which a member signed; nothing if there is none to be believed. */
export async function rosterOf(facts: Facts, number: number): Promise<Roster | undefined> {
  const path = `/${facts.embassy}/rosters/${number}.json`;
  if (older.has(path)) return older.get(path);
  try {
    const [bytes, signature] = await signedFile(path);
    const roster = believed(facts, () => readOldRoster(bytes, signature, facts));
    older.set(path, roster.number === number ? roster : undefined);
  } catch (error) {
    if (!(error instanceof NoDuty)) throw error;
    older.set(path, undefined);
  }
  return older.get(path);
}

function believed({ instance }: Facts, read: () => Roster): Roster {
  try {
    const roster = read();
    if (roster.instance !== instance) throw new NoDuty("embassy");
    return roster;
  } catch (error) {
    throw error instanceof NotARoster ? new NoDuty(error.reason) : error;
  }
}

async function signedFile(path: string): Promise<[Uint8Array, string]> {
  try {
    const [bytes, signature] = await Promise.all([askBytes(path), askBytes(`${path}.minisig`)]);
    return [bytes, new TextDecoder().decode(signature)];
  } catch (error) {
    throw error instanceof Refused ? new NoDuty("missing") : error;
  }
}

/** Without a signature: it can take away alone. What is there and is no such list is not obeyed. */
async function removedSince(facts: Facts): Promise<string[]> {
  try {
    return readRemoved(await askBytes(`/${facts.embassy}/removed.json`));
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error instanceof NotARoster ? new NoDuty(error.reason) : error;
  }
}

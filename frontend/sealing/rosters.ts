/** Rosters: who is sealed to and whose signatures count, as the root key of an embassy says. */
import { isRecipient } from "./ages.ts";
import { fromBase64 } from "./bytes.ts";
import { type JsonObject, NotCanonical, isObject, readCanonicalBytes } from "./canonical.ts";
import { dayAfter, isDay } from "./days.ts";
import { isSigned } from "./minisign.ts";
import { hasNames, isNumber, matches } from "./shapes.ts";

/** One who may read and answer, or keys that were thrown away and look the same. */
export type Entry = {
  /** 16 hexadecimal digits. */
  kid: string;
  desks: string[];
  recipient: string;
  /** Ed25519 public key in base64. */
  verify: string;
  /** The first and the last day on which the entry counts. */
  from: string;
  to: string;
};

/** The entries of one embassy, for at most thirty days. */
export type Roster = {
  format: "ambasada roster 1";
  embassy: string;
  instance: string;
  number: number;
  issued: string;
  expires: string;
  desks: string[];
  /** A recipient, or nothing where there is no escrow. */
  escrow: string;
  entries: Entry[];
};

export interface ExpectedOld {
  /** The root's public key as minisign writes it, on one line. */
  root: string;
  embassy: string;
}

export interface Expected extends ExpectedOld {
  today: string;
  /** The highest number that this page has seen; 0 if none. */
  atLeast: number;
}

/** "early": the roster is of a later day, so the clock here is wrong. */
export type RosterProblem = "signature" | "malformed" | "embassy" | "older" | "expired" | "early";

/** What was shown cannot be sealed to. */
export class NotARoster extends Error {
  readonly reason: RosterProblem;

  constructor(reason: RosterProblem) {
    super(`the roster is refused: ${reason}`);
    this.reason = reason;
  }
}

const FORMAT = "ambasada roster 1";
const ENTRIES = 16;
const LONGEST = 30; // days
const NAMES = "desks embassy entries escrow expires format instance issued number";
const NAMES_OF_ENTRY = "desks from kid recipient to verify";
const KID = /^[0-9a-f]{16}$/;
const WORD = /^[a-z0-9][a-z0-9-]{0,31}$/;
const KEY_BYTES = 32;

/** The roster in the bytes, if one may seal to it today. Throws NotARoster. */
export function readRoster(bytes: Uint8Array, signature: string, expected: Expected): Roster {
  const roster = readOldRoster(bytes, signature, expected);
  if (roster.number < expected.atLeast) throw new NotARoster("older");
  if (expected.today > roster.expires) throw new NotARoster("expired");
  // A clock may be a day behind.
  if (expected.today < dayAfter(roster.issued, -1)) throw new NotARoster("early");
  return roster;
}

/** A roster to check the signatures of its days with, whatever today is. Throws NotARoster. */
export function readOldRoster(
  bytes: Uint8Array,
  signature: string,
  { root, embassy }: ExpectedOld,
): Roster {
  if (!isSigned(bytes, signature, root)) throw new NotARoster("signature");
  const roster = parsed(bytes);
  if (!isRoster(roster)) throw new NotARoster("malformed");
  if (roster.embassy !== embassy) throw new NotARoster("embassy");
  return roster;
}

/**
 * Those of a desk who count today; if there are none, nothing may be sealed. Some of them may stand
 * for nobody: only who made the roster knows which.
 */
export function usableEntries(
  roster: Roster,
  desk: string,
  removed: readonly string[],
  today: string,
): Entry[] {
  return roster.entries.filter(
    ({ kid, desks, from, to }) =>
      desks.includes(desk) && !removed.includes(kid) && from <= today && today <= to,
  );
}

/** The kids of removed.json, which can only take entries away. Throws NotARoster. */
export function readRemoved(bytes: Uint8Array): string[] {
  const { kids, ...others } = parsed(bytes);
  const isOurs = Array.isArray(kids) && kids.every((kid) => matches(KID, kid));
  if (!isOurs || Object.keys(others).length) throw new NotARoster("malformed");
  return kids;
}

function parsed(bytes: Uint8Array): JsonObject {
  try {
    return readCanonicalBytes(bytes);
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    throw new NotARoster("malformed");
  }
}

function isRoster(value: JsonObject): value is Roster {
  const { embassy, instance, number, escrow, desks, entries } = value;
  return (
    hasNames(value, NAMES) &&
    value["format"] === FORMAT &&
    matches(WORD, embassy) &&
    typeof instance === "string" &&
    instance !== "" &&
    isNumber(number, 1) &&
    isInTime(value) &&
    areWords(desks) &&
    (escrow === "" || isRecipient(escrow)) &&
    Array.isArray(entries) &&
    entries.length === ENTRIES &&
    entries.every((entry) => isEntry(entry, desks)) &&
    isRising(entries.map((entry: Entry) => entry.kid))
  );
}

function isInTime({ issued, expires }: JsonObject): boolean {
  if (!isDay(issued) || !isDay(expires)) return false;
  return issued <= expires && expires <= dayAfter(issued, LONGEST);
}

function isEntry(value: unknown, known: readonly string[]): value is Entry {
  if (!isObject(value) || !hasNames(value, NAMES_OF_ENTRY)) return false;
  const { kid, desks, recipient, verify, from, to } = value;
  return (
    matches(KID, kid) &&
    areWords(desks) &&
    desks.every((desk) => known.includes(desk)) &&
    isRecipient(recipient) &&
    isVerifyKey(verify) &&
    isDay(from) &&
    isDay(to)
  );
}

function isVerifyKey(value: unknown): boolean {
  try {
    return fromBase64(String(value)).length === KEY_BYTES;
  } catch {
    return false;
  }
}

function areWords(values: unknown): values is string[] {
  return (
    Array.isArray(values) &&
    values.length > 0 &&
    values.every((value) => matches(WORD, value)) &&
    isRising(values)
  );
}

function isRising(values: readonly string[]): boolean {
  return values.every((value, at) => at === 0 || (values[at - 1] ?? "") < value);
}

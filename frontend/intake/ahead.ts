/**
 * What of an appeal does not depend on what is written in it, made while somebody writes: what the
 * code is made of and derives, C of the first epoch and its 18 wraps. An old telephone has little
 * left to do when they send it.
 *
 * It stands in the memory of this page and is shown to nobody before it was used, once. It is thrown
 * away when the desk, those on duty or the day are others than it was made for, and with the page.
 */
import {
  type Bytes,
  type CaseKeys,
  deriveCase,
  newIdentity,
  newSecret,
  toBase64,
  wrapsFor,
} from "../sealing/index.ts";
import type { Duty } from "./duty.ts";
import type { Facts } from "./facts.ts";
import { today } from "./texts.ts";

export interface Ahead {
  /** What the code is made of. */
  secret: Bytes;
  keys: CaseKeys;
  /** C. */
  identity: string;
  /** As they are sent. */
  wraps: { for: string; wrap: string }[];
}

let made: { what: string; ahead: Promise<Ahead> } | undefined;

/** Begin, unless it is made already. What goes wrong is found when it is asked for. */
export function makeAhead(facts: Facts, desk: string, duty: Duty): void {
  const what = JSON.stringify([desk, duty, today()]);
  if (made?.what === what) return;
  forgetAhead();
  made = { what, ahead: begin(facts, desk, duty, newSecret()) };
  made.ahead.catch(() => undefined);
}

/** What was made for this desk and these people, or is made now. Throws NobodyThere. */
export function takeAhead(facts: Facts, desk: string, duty: Duty): Promise<Ahead> {
  makeAhead(facts, desk, duty);
  const ahead = made?.ahead ?? begin(facts, desk, duty, newSecret());
  made = undefined;
  return ahead;
}

export function forgetAhead(): void {
  made?.ahead.then(
    ({ secret }) => secret.fill(0),
    () => undefined,
  );
  made = undefined;
}

/** The same under a code that somebody has already. Throws NobodyThere. */
export async function begin(
  { instance }: Facts,
  desk: string,
  { roster, removed }: Duty,
  secret: Bytes,
): Promise<Ahead> {
  const identity = await newIdentity();
  const keys = await deriveCase(secret, instance);
  const wraps = await wrapsFor({ identity, roster, desk, removed, person: keys.recipient, today: today() });
  return { secret, keys, identity, wraps: wraps.map((each) => ({ for: each.for, wrap: toBase64(each.wrap) })) };
}

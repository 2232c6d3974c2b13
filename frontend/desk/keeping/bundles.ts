/** Bundles: the member's keys, protected in up to three ways, and how each is opened again. */
import {
  type Bytes,
  type MemberKeys,
  fromBase64,
  keysIn,
  openByIdentity,
  openByPasskey,
} from "../../sealing/index.ts";
import { texts } from "../texts.ts";
import type { Bundles, Keeping } from "../wire/desk.ts";
import { Refused } from "../wire/errors.ts";
import { stretched } from "./phrase.ts";

const PAPER = "AGE-SECRET-KEY-1";
// None of these is in a key: whoever types one has misread what stands there.
const MISREAD: { [letter: string]: string } = { O: "0", I: "L", "1": "L", B: "8" };

/** A printed identity, however it was typed: in groups, in small letters, without its beginning. */
export function tidyPaper(typed: string): string {
  const letters = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const begin = PAPER.replace(/-/g, "");
  const key = letters.startsWith(begin) ? letters.slice(begin.length) : letters;
  return PAPER + key.replace(/[OI1B]/g, (letter) => MISREAD[letter] ?? letter);
}

/** The part of a printed identity that differs, in groups that an eye can hold. */
export function paperGroups(identity: string): string[] {
  return identity.slice(PAPER.length).match(/.{1,6}/g) ?? [];
}

/** Whether this browser may know passkeys that carry a secret. */
export function knowsPasskeys(): boolean {
  return "credentials" in navigator && typeof PublicKeyCredential !== "undefined";
}

/** Open a bundle. Refuses, in a sentence, a phrase or a paper that does not fit. */
export async function keysBy(way: Keeping, bundles: Bundles, typed: string): Promise<MemberKeys> {
  try {
    return await keysIn(await opened(way, fromBase64(bundles[way]), typed));
  } catch {
    throw new Refused(texts.unlock.doesNotFit[way]);
  }
}

export function opened(way: Keeping, bundle: Bytes, typed: string): Promise<Bytes> {
  if (way === "phrase") return stretched("open", bundle, typed);
  if (way === "paper") return openByIdentity(bundle, tidyPaper(typed));
  return openByPasskey(bundle);
}

/** Keys: what a code derives, and what a member of a desk holds. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { identityOf, isIdentity, newIdentity, recipientOf } from "./ages.ts";
import {
  type Bytes,
  fromBase64,
  owned,
  randomBytes,
  sha256,
  toBase64,
  toHex,
  utf8,
} from "./bytes.ts";
import { canonicalBytes, readCanonicalBytes } from "./canonical.ts";

const ROUNDS = 600_000;
const SEED_BYTES = 32;
const FORMAT = "ambasada member keys 1";

/** What was opened holds no keys of a member. */
export class NotABundle extends Error {}

export interface CaseKeys {
  /** 16 bytes in hexadecimal, for the header Case-Lookup. */
  lookup: string;
  /** 32 bytes in hexadecimal, for the header Case-Auth. */
  auth: string;
  lookupHash: string;
  authHash: string;
  /** What stands for the case in an envelope; the same as lookupHash. */
  caseId: string;
  /** P, the person's own age identity. */
  identity: string;
  recipient: string;
}

export interface MemberKeys {
  identity: string;
  recipient: string;
  /** 32 bytes of Ed25519. */
  seed: Bytes;
  /** The public half of the seed, in base64. */
  verify: string;
}

/** Everything a code stands for. Slow on purpose: 600,000 rounds. */
export async function deriveCase(secret: Uint8Array, instance: string): Promise<CaseKeys> {
  const salt = utf8(`pe-case-v1|${instance}`);
  const key = await crypto.subtle.importKey("raw", owned(secret), "PBKDF2", false, ["deriveBits"]);
  const rules = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  const master = await crypto.subtle.deriveBits(rules, key, 256);
  const [lookup, auth, scalar] = await Promise.all([
    derived(master, "pe-case-v1/lookup", 16),
    derived(master, "pe-case-v1/auth", 32),
    derived(master, "pe-case-v1/age", 32),
  ]);
  const identity = identityOf(scalar);
  const lookupHash = toHex(await sha256(lookup));
  return {
    lookup: toHex(lookup),
    auth: toHex(auth),
    lookupHash,
    authHash: toHex(await sha256(auth)),
    caseId: lookupHash,
    identity,
    recipient: await recipientOf(identity),
  };
}

/** HKDF-SHA256 with an empty salt. */
export async function derived(
  from: ArrayBuffer | Bytes,
  info: string,
  count: number,
): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", from, "HKDF", false, ["deriveBits"]);
  const rules = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(rules, key, count * 8));
}

export async function newMemberKeys(): Promise<MemberKeys> {
  return memberKeys(await newIdentity(), randomBytes(SEED_BYTES));
}

async function memberKeys(identity: string, seed: Bytes): Promise<MemberKeys> {
  const verify = toBase64(ed25519.getPublicKey(seed));
  return { identity, recipient: await recipientOf(identity), seed, verify };
}

/** Both keys as bytes, to be protected (protecting.ts) and kept. */
export function bundleOf({ identity, seed }: MemberKeys): Bytes {
  return canonicalBytes({ format: FORMAT, identity, sign: toBase64(seed) });
}

/** The keys in a bundle. Throws if it is anything else. */
export async function keysIn(bundle: Uint8Array): Promise<MemberKeys> {
  const { format, identity, sign, ...others } = readCanonicalBytes(bundle);
  const isOurs = format === FORMAT && Object.keys(others).length === 0;
  if (!isOurs || typeof sign !== "string" || !isIdentity(identity)) throw new NotABundle();
  const seed = fromBase64(sign);
  if (seed.length !== SEED_BYTES) throw new NotABundle();
  return memberKeys(identity, seed);
}

/** What shows the desk that somebody holds their key: the answer to its challenge, in base64. */
export async function proveMember(seed: Uint8Array, challenge: string): Promise<string> {
  return toBase64(ed25519.sign(await sha256(utf8(`pe-desk-v1${challenge}`)), seed));
}

/** Sealing with age: one file, one X25519 recipient. */
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { bech32 } from "@scure/base";
import { type Bytes, joined, owned, toHex } from "./bytes.ts";

/** A standard age identity, 74 characters; or, of a member, a key that cannot be taken out. */
export type Identity = string | CryptoKey;

const KEY_BYTES = 32;
// What stands before an X25519 key in the one form in which browsers take it (RFC 8410).
const PKCS8 = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 110, 4, 34, 4, 32);
// A few points of the curve give everybody the same secret: whoever names one wants it read.
const OF_SMALL_ORDER = new Set([
  `00${"00".repeat(31)}`,
  `01${"00".repeat(31)}`,
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  `ec${"ff".repeat(30)}7f`,
  `ed${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`,
]);
const SECRET = "AGE-SECRET-KEY-";

export function newIdentity(): Promise<string> {
  return generateX25519Identity();
}

export function recipientOf(identity: Identity): Promise<string> {
  return identityToRecipient(identity);
}

/** Whether it is an X25519 recipient as age writes it; other kinds are not sealed to. */
export function isRecipient(text: unknown): text is string {
  if (typeof text !== "string" || text !== text.toLowerCase()) return false;
  const point = keyIn(text, "age");
  if (!point) return false;
  point[KEY_BYTES - 1] = (point[KEY_BYTES - 1] ?? 0) & 0x7f; // what the curve makes of it
  return !OF_SMALL_ORDER.has(toHex(point));
}

/** Whether it is the 74 characters of an identity. */
export function isIdentity(text: unknown): text is string {
  if (typeof text !== "string" || text !== text.toUpperCase()) return false;
  return keyIn(text, SECRET.toLowerCase()) !== undefined;
}

/** The identity whose secret these 32 bytes are. */
export function identityOf(scalar: Bytes): string {
  return bech32.encodeFromBytes(SECRET, scalar).toUpperCase();
}

/**
 * The same identity as a key that opens, and that no script can read again. Throws where a browser
 * has no X25519 of its own.
 */
export async function lockedIdentity(identity: string): Promise<CryptoKey> {
  const scalar = isIdentity(identity) ? keyIn(identity, SECRET.toLowerCase()) : undefined;
  if (!scalar) throw new Error("this is not an identity");
  const wrapped = joined(PKCS8, scalar);
  return crypto.subtle.importKey("pkcs8", wrapped, { name: "X25519" }, false, ["deriveBits"]);
}

export async function sealTo(recipient: string, bytes: Uint8Array): Promise<Bytes> {
  return owned(await encrypterTo(recipient).encrypt(bytes));
}

export function encrypterTo(recipient: string): Encrypter {
  // Other kinds would make one file look unlike the next, and some tell whose it is.
  if (!isRecipient(recipient)) throw new Error("this is not an X25519 recipient");
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter;
}

/** What a file holds, once its last byte was checked. Throws if anything is wrong with it. */
export async function openWith(identity: Identity, sealed: Uint8Array): Promise<Bytes> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return owned(await decrypter.decrypt(sealed));
}

function keyIn(text: string, prefix: string): Uint8Array | undefined {
  const read = bech32.decodeUnsafe(text);
  const key = read?.prefix === prefix ? bech32.fromWordsUnsafe(read.words) : undefined;
  return key?.length === KEY_BYTES ? key : undefined;
}

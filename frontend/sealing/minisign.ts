/** Signatures in the format of minisign, prehashed: what lib/minisign.py reads, and no other. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { fromBase64, joined, textOf, utf8 } from "./bytes.ts";

const KEY = "Ed";
const PREHASHED = "ED";
const KIND_BYTES = 2;
const NUMBER_BYTES = 8; // that tell keys apart
const HEAD = KIND_BYTES + NUMBER_BYTES;
const KEY_BYTES = 32;
const PROOF_BYTES = 64;
const LINES = 4;
const TRUSTED = "trusted comment: ";

/** Whether a signature over a message, and the comment it covers, was made with a key. */
export function isSigned(message: Uint8Array, signature: string, root: string): boolean {
  try {
    const lines = signature.replace(/\r?\n$/, "").split(/\r?\n/);
    return isVerified(message, lines, fromBase64(root.trim()));
  } catch {
    // Not base64, or no point of the curve.
    return false;
  }
}

function isVerified(message: Uint8Array, lines: readonly string[], key: Uint8Array): boolean {
  const [, first = "", comment = "", second = ""] = lines;
  const raw = fromBase64(first);
  const whole = fromBase64(second);
  const isFormed =
    lines.length === LINES &&
    comment.startsWith(TRUSTED) &&
    raw.length === HEAD + PROOF_BYTES &&
    whole.length === PROOF_BYTES &&
    key.length === HEAD + KEY_BYTES;
  if (!isFormed || kindOf(raw) !== PREHASHED || kindOf(key) !== KEY) return false;
  if (numberOf(raw) !== numberOf(key)) return false;
  const proof = raw.subarray(HEAD);
  const covered = joined(proof, utf8(comment.slice(TRUSTED.length)));
  return isOf(key, proof, blake2b(message)) && isOf(key, whole, covered);
}

function isOf(key: Uint8Array, proof: Uint8Array, message: Uint8Array): boolean {
  // RFC 8032 as every other reader of ours has it, without what ZIP 215 allows besides.
  return ed25519.verify(proof, message, key.subarray(HEAD), { zip215: false });
}

function kindOf(raw: Uint8Array): string {
  return textOf(raw.subarray(0, KIND_BYTES));
}

function numberOf(raw: Uint8Array): string {
  return raw.subarray(KIND_BYTES, HEAD).join();
}

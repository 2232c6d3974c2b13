/** Bytes, and the ways they are written down: UTF-8, hexadecimal in small letters, base64. */
import { base64, hex } from "@scure/base";

/** What browsers take for a body, a hash or a file: never memory that another thread can change. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** The text of UTF-8 bytes. Throws if they are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

export function toHex(bytes: Uint8Array): string {
  return hex.encode(bytes);
}

export function toBase64(bytes: Uint8Array): string {
  return base64.encode(bytes);
}

/** What should be base64 is not. */
export class NotBase64 extends Error {}

/** The bytes of base64 with its padding, in the one spelling it has. Throws NotBase64. */
export function fromBase64(text: string): Bytes {
  try {
    const bytes = owned(base64.decode(text));
    if (base64.encode(bytes) === text) return bytes;
  } catch {
    // Another letter, or another length.
  }
  throw new NotBase64("this is not base64");
}

export function randomBytes(count: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(count));
}

export function joined(...pieces: Uint8Array[]): Bytes {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The same bytes for a call of the browser; copied only if their memory is shared. */
export function owned(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : new Uint8Array(bytes);
}

export async function sha256(bytes: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", owned(bytes)));
}

/** Frames: a length, the bytes, zeros up to one of few sizes, so that a size tells little. */
import { type Bytes, joined } from "./bytes.ts";

const LEAST = 4096;
const HEAD = 4;

export class NotAFrame extends Error {}

/** The Padmé size for so many bytes: at most 12 % more, less the larger it is. */
export function paddedSize(size: number): number {
  if (size <= LEAST) return LEAST;
  const exponent = Math.floor(Math.log2(size));
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.ceil(size / step) * step;
}

export function frame(bytes: Uint8Array): Bytes {
  const size = HEAD + bytes.length;
  return joined(lengthOf(bytes.length), bytes, new Uint8Array(paddedSize(size) - size));
}

/** The four bytes before the rest. */
export function lengthOf(count: number): Bytes {
  const head = new Uint8Array(HEAD);
  new DataView(head.buffer).setUint32(0, count);
  return head;
}

/** What is framed. Throws NotAFrame for anything that `frame` would not have made. */
export function unframe(framed: Bytes): Bytes {
  if (framed.length < LEAST) throw new NotAFrame("this is cut short");
  const count = new DataView(framed.buffer, framed.byteOffset, HEAD).getUint32(0);
  const end = HEAD + count;
  if (framed.length !== paddedSize(end)) throw new NotAFrame("this has a wrong size");
  if (framed.subarray(end).some((byte) => byte !== 0)) throw new NotAFrame("the end is not empty");
  return framed.subarray(HEAD, end);
}

/** Attachments: files sealed in a stream, in parts that can be sent again. */
import { encrypterTo, openWith, recipientOf } from "./ages.ts";
import { type Bytes, joined, sha256, toHex } from "./bytes.ts";
import { lengthOf, paddedSize, unframe } from "./frames.ts";

/** How large a part is, save the last. */
export const PART = 256 * 1024;
/** How large a file may be. */
export const LARGEST = 20 * 1024 * 1024;

export interface Part {
  number: number;
  bytes: Bytes;
  /** In hexadecimal, for the header Part-Sha256. */
  sha256: string;
}

export interface SealedFile {
  /** Of the file itself, as the envelope says it. */
  size: number;
  sha256: string;
  /** How many parts there will be. */
  count: number;
  /** Made one after another, and only when the next one is asked for; to be gone through once. */
  parts: AsyncIterable<Part>;
}

/** The file is too large, or is not the one that the envelope named. */
export class WrongFile extends Error {}

/**
 * Seal a cleaned file to a case. `onProgress` hears how many parts are made, of how many. Whoever
 * sends a part again sends the same bytes: a file sealed twice is two files.
 */
export async function sealFile(
  file: Blob,
  identity: string,
  onProgress?: (made: number, count: number) => void,
): Promise<SealedFile> {
  if (file.size > LARGEST) throw new WrongFile("the file is too large");
  const hash = toHex(await sha256(new Uint8Array(await file.arrayBuffer())));
  const sealed = await encrypterTo(await recipientOf(identity)).encrypt(framed(file));
  const count = Math.ceil(sealed.size(paddedSize(lengthOf(0).length + file.size)) / PART);
  const parts = partsOf(sealed, (made) => onProgress?.(made, count));
  return { size: file.size, sha256: hash, count, parts };
}

/**
 * The file in the parts, once its last byte, its size and its hash were checked. Throws WrongFile
 * if it is not the one named: a server could answer with another file of the same case.
 */
export async function openFile(
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  identity: string,
  named: { size: number; sha256: string },
): Promise<Bytes> {
  const pieces: Uint8Array[] = [];
  for await (const part of parts) pieces.push(part);
  const file = unframe(await openWith(identity, joined(...pieces)));
  if (file.length !== named.size || toHex(await sha256(file)) !== named.sha256) {
    throw new WrongFile("this is another file");
  }
  return file;
}

/** What `frame` makes, without the whole of it in memory. */
function framed(file: Blob): ReadableStream<Uint8Array> {
  const head = lengthOf(file.size);
  const size = head.length + file.size;
  const padding = new Uint8Array(paddedSize(size) - size);
  return new Blob([head, file, padding]).stream();
}

/** What a stream holds, in parts. */
export async function* partsOf(
  stream: ReadableStream<Uint8Array>,
  onPart: (made: number) => void = () => undefined,
): AsyncGenerator<Part, void, void> {
  const reader = stream.getReader();
  let number = 0;
  let pieces: Uint8Array[] = [];
  let size = 0;
  const partOf = async (bytes: Bytes): Promise<Part> => {
    const part = { number, bytes, sha256: toHex(await sha256(bytes)) };
    number += 1;
    onPart(number);
    return part;
  };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      size += value.length;
      if (size < PART) continue;
      const whole = joined(...pieces);
      let at = 0;
      for (; size - at >= PART; at += PART) yield partOf(whole.slice(at, at + PART));
      pieces = [whole.subarray(at)];
      size -= at;
    }
    if (size) yield partOf(joined(...pieces));
  } finally {
    await reader.cancel();
  }
}

/** What the cleaners have in common: pieces that are kept, and words for those that are not. */
import { type Bytes, joined } from "../bytes.ts";

export type Trace =
  | "exif"
  | "gps"
  | "xmp"
  | "iptc"
  | "comment"
  | "text"
  | "time"
  | "thumbnail"
  | "trailing" // whatever came after the end
  | "other";

export interface Traced {
  bytes: Bytes;
  found: Trace[];
}

/** The bytes are broken, or not what their beginning says. */
export class NotThisKind extends Error {}

/** A picture put together again, and what was left out. */
export class Pieces {
  private readonly kept: Uint8Array[] = [];
  private readonly found = new Set<Trace>();

  keep(...pieces: Uint8Array[]): void {
    this.kept.push(...pieces);
  }

  note(...traces: Trace[]): void {
    for (const trace of traces) this.found.add(trace);
  }

  get result(): Traced {
    return { bytes: joined(...this.kept), found: [...this.found] };
  }
}

/** Some bytes of a picture. Throws NotThisKind if they are not all there. */
export function cut(bytes: Uint8Array, from: number, count: number): Uint8Array {
  if (from + count > bytes.length) throw new NotThisKind("the picture is cut short");
  return bytes.subarray(from, from + count);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

export function startsWith(bytes: Uint8Array, text: string): boolean {
  return Array.from(text).every((letter, at) => bytes[at] === letter.charCodeAt(0));
}

export function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

export function ascii(text: string): Bytes {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Cleaning: a picture without what a camera writes into it, its pixels untouched. */
import { type Bytes, textOf } from "./bytes.ts";
import { NotThisKind, type Trace, type Traced } from "./cleaning/pieces.ts";
import { cleanJpeg, isJpeg } from "./cleaning/jpeg.ts";
import { cleanPng, isPng } from "./cleaning/png.ts";
import { cleanWebp, isWebp } from "./cleaning/webp.ts";

export type { Trace };

export interface Cleaned {
  bytes: Bytes;
  /** What was there and is gone; each word once. */
  found: Trace[];
  /** "unknown": this code cannot tell what is in it; its bytes are as they were. */
  kind: "clean" | "unknown";
}

// All that a page may be, in letters: what else is in a file that calls itself text is not text.
const BEYOND_TEXT = /[^\P{C}\t\n\r\f\u200b-\u200f\u2060\ufeff]/u;

/**
 * Clean a picture, by what its bytes are and not by what they are called. Nothing is decoded or
 * painted anew: pieces that show nothing are left out. A plain text has no such pieces.
 */
export function clean(bytes: Uint8Array, type: string): Cleaned {
  const cleaner = cleanerOf(bytes);
  try {
    if (cleaner) return { ...cleaner(bytes), kind: "clean" };
  } catch (error) {
    if (!(error instanceof NotThisKind)) throw error;
  }
  const kind = !cleaner && type.startsWith("text/plain") && isText(bytes) ? "clean" : "unknown";
  return { bytes: new Uint8Array(bytes), found: [], kind };
}

function cleanerOf(bytes: Uint8Array): ((bytes: Uint8Array) => Traced) | undefined {
  if (isJpeg(bytes)) return cleanJpeg;
  if (isPng(bytes)) return cleanPng;
  return isWebp(bytes) ? cleanWebp : undefined;
}

function isText(bytes: Uint8Array): boolean {
  try {
    return !BEYOND_TEXT.test(textOf(bytes));
  } catch {
    return false;
  }
}

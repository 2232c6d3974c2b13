/** EXIF: which way up a picture is, and nothing else of it. */
import type { Bytes } from "../bytes.ts";
import { type Trace, startsWith, viewOf } from "./pieces.ts";

const ORIENTATION = 0x0112;
const PLACE = 0x8825;
const ENTRY_BYTES = 12;
// Motorola's order, one directory of one entry, no other directory after it.
const SMALLEST = [
  0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0,
];
const VALUE = 19;

export interface Exif {
  /** An EXIF that says which way up, or nothing where the picture is the right way up. */
  kept: Bytes | undefined;
  found: Trace[];
}

/** What stays of an EXIF, given without the name before it, and what was in it. */
export function readExif(tiff: Uint8Array): Exif {
  const { orientation, hasPlace } = read(tiff);
  const kept = orientation > 1 && orientation <= 8 ? smallest(orientation) : undefined;
  const isOurs = kept?.length === tiff.length && kept.every((byte, at) => byte === tiff[at]);
  if (isOurs) return { kept, found: [] };
  return { kept, found: hasPlace ? ["exif", "gps"] : ["exif"] };
}

function smallest(orientation: number): Bytes {
  const tiff = Uint8Array.from(SMALLEST);
  tiff[VALUE] = orientation;
  return tiff;
}

/** Whatever is broken counts as the right way up: a picture is never refused for its EXIF. */
function read(tiff: Uint8Array): { orientation: number; hasPlace: boolean } {
  const view = viewOf(tiff);
  const result = { orientation: 1, hasPlace: false };
  const isSmallEndian = startsWith(tiff, "II");
  try {
    const start = view.getUint32(4, isSmallEndian);
    const count = view.getUint16(start, isSmallEndian);
    for (let entry = 0; entry < count; entry += 1) {
      const at = start + 2 + entry * ENTRY_BYTES;
      const tag = view.getUint16(at, isSmallEndian);
      if (tag === ORIENTATION) result.orientation = view.getUint16(at + 8, isSmallEndian);
      if (tag === PLACE) result.hasPlace = true;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return result;
}

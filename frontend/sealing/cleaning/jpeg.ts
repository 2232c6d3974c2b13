/** JPEG: only segments that a decoder needs are kept. */
import { joined } from "../bytes.ts";
import { readExif } from "./exif.ts";
import {
  NotThisKind,
  Pieces,
  type Trace,
  type Traced,
  ascii,
  cut,
  startsWith,
  viewOf,
} from "./pieces.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const COM = 0xfe;
const APP = 0xe0;
const JFIF_BYTES = 14;
const ADOBE_BYTES = 12;
const EXIF = "Exif\0\0";
// Frames, tables and scans.
const isPicture = (marker: number): boolean =>
  (marker >= 0xc0 && marker <= 0xcf) || (marker >= SOS && marker <= 0xdf);
const isAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff;
}

/** Throws NotThisKind for a picture that is broken before its first line. */
export function cleanJpeg(bytes: Uint8Array): Traced {
  const pieces = new Pieces();
  pieces.keep(bytes.subarray(0, 2));
  let at = 2;
  let hasScan = false;
  for (;;) {
    const found = nextMarker(bytes, at);
    if (found > at && bytes[at] !== 0xff) pieces.note("other");
    const marker = bytes[found + 1];
    if (marker === undefined) {
      // The end was lost on the way; what is there can be seen.
      if (hasScan) return pieces.result;
      throw new NotThisKind("there is no picture");
    }
    at = found + 2;
    if (marker === EOI) break;
    if (isAlone(marker)) continue;
    const segment = cut(bytes, at, viewOf(cut(bytes, at, 2)).getUint16(0));
    if (segment.length < 2) throw new NotThisKind("a segment has no length");
    keep(pieces, marker, segment.subarray(2));
    at += segment.length;
    if (marker !== SOS) continue;
    hasScan = true;
    const end = scanEnd(bytes, at);
    pieces.keep(bytes.subarray(at, end));
    at = end;
  }
  if (!hasScan) throw new NotThisKind("there is no picture");
  pieces.keep(Uint8Array.of(0xff, EOI));
  if (at < bytes.length) pieces.note("trailing");
  return pieces.result;
}

/** Where the next marker begins: 0xff and then something that is neither 0xff nor 0. */
function nextMarker(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && (bytes[at + 1] === 0xff || bytes[at + 1] === 0)) {
    at = bytes.indexOf(0xff, at + 1);
  }
  return at < 0 ? bytes.length : at;
}

/** Where the lines end: at a marker that is none of those between lines. */
function scanEnd(bytes: Uint8Array, from: number): number {
  let at = nextMarker(bytes, from);
  while (isAlone(bytes[at + 1] ?? EOI)) at = nextMarker(bytes, at + 2);
  return at;
}

function keep(pieces: Pieces, marker: number, body: Uint8Array): void {
  if (isPicture(marker)) {
    pieces.keep(segmentOf(marker, body));
  } else if (marker === APP && startsWith(body, "JFIF\0") && body.length >= JFIF_BYTES) {
    keepJfif(pieces, body);
  } else if (marker === APP + 1 && startsWith(body, EXIF)) {
    const { kept, found } = readExif(body.subarray(EXIF.length));
    if (kept) pieces.keep(segmentOf(marker, joined(ascii(EXIF), kept)));
    pieces.note(...found);
  } else if (marker === APP + 2 && startsWith(body, "ICC_PROFILE\0")) {
    pieces.keep(segmentOf(marker, body));
  } else if (marker === APP + 14 && startsWith(body, "Adobe") && body.length >= ADOBE_BYTES) {
    pieces.keep(segmentOf(marker, body.subarray(0, ADOBE_BYTES)));
    if (body.length > ADOBE_BYTES) pieces.note("other");
  } else {
    pieces.note(traceOf(marker, body));
  }
}

/** JFIF can hold a small copy of the picture, as it was before somebody blurred a face. */
function keepJfif(pieces: Pieces, body: Uint8Array): void {
  const bare = Uint8Array.from(body.subarray(0, JFIF_BYTES));
  bare.fill(0, JFIF_BYTES - 2);
  pieces.keep(segmentOf(APP, bare));
  if (body.length > JFIF_BYTES) pieces.note("thumbnail");
}

function segmentOf(marker: number, body: Uint8Array): Uint8Array {
  const size = body.length + 2;
  return joined(Uint8Array.of(0xff, marker, size >> 8, size & 0xff), body);
}

function traceOf(marker: number, body: Uint8Array): Trace {
  if (marker === COM) return "comment";
  if (marker === APP && startsWith(body, "JFXX\0")) return "thumbnail";
  if (marker === APP + 1 && startsWith(body, "http://ns.adobe.com/x")) return "xmp";
  if (marker === APP + 2 && startsWith(body, "MPF\0")) return "thumbnail";
  return marker === APP + 13 ? "iptc" : "other";
}

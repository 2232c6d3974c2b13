/** PNG: only chunks that change what is seen are kept. */
import { type Bytes, joined } from "../bytes.ts";
import { readExif } from "./exif.ts";
import {
  Pieces,
  type Trace,
  type Traced,
  ascii,
  cut,
  latin,
  startsWith,
  viewOf,
} from "./pieces.ts";

const SIGNATURE = "\x89PNG\r\n\x1a\n";
// The picture, its colours, and the frames of one that moves. The pixels of an inch are left out:
// they tell telephones apart, and screens do not ask.
const KEPT = new Set(
  "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI acTL fcTL fdAT".split(" "),
);
const TEXTS = new Set(["tEXt", "zTXt", "iTXt"]);
const AROUND = 12;

export function isPng(bytes: Uint8Array): boolean {
  return startsWith(bytes, SIGNATURE);
}

/** Throws NotThisKind for a picture that is broken or does not end. */
export function cleanPng(bytes: Uint8Array): Traced {
  const pieces = new Pieces();
  pieces.keep(bytes.subarray(0, SIGNATURE.length));
  let at = SIGNATURE.length;
  let name = "";
  while (name !== "IEND") {
    const head = cut(bytes, at, 8);
    const chunk = cut(bytes, at, viewOf(head).getUint32(0) + AROUND);
    name = latin(head.subarray(4));
    keep(pieces, name, chunk);
    at += chunk.length;
  }
  if (at < bytes.length) pieces.note("trailing");
  return pieces.result;
}

function keep(pieces: Pieces, name: string, chunk: Uint8Array): void {
  const body = chunk.subarray(8, -4);
  if (KEPT.has(name)) {
    pieces.keep(chunk);
  } else if (name === "eXIf") {
    const { kept, found } = readExif(body);
    if (kept) pieces.keep(chunkOf(name, kept));
    pieces.note(...found);
  } else {
    pieces.note(traceOf(name, body));
  }
}

function traceOf(name: string, body: Uint8Array): Trace {
  if (name === "iTXt" && startsWith(body, "XML:com.adobe.xmp\0")) return "xmp";
  if (TEXTS.has(name)) return "text";
  return name === "tIME" ? "time" : "other";
}

function chunkOf(name: string, body: Uint8Array): Bytes {
  const named = joined(ascii(name), body);
  return joined(bigEndian(body.length), named, bigEndian(crc(named)));
}

function bigEndian(number: number): Bytes {
  return Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number);
}

function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum;
}

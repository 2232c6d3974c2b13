/** WebP: only chunks that change what is seen are kept, in the frames of a moving one as well. */
import { type Bytes, joined } from "../bytes.ts";
import { readExif } from "./exif.ts";
import {
  NotThisKind,
  Pieces,
  type Traced,
  ascii,
  cut,
  latin,
  startsWith,
  viewOf,
} from "./pieces.ts";

const HEAD = 12;
const KEPT = new Set(["VP8 ", "VP8L", "ALPH", "ANIM", "ICCP"]);
const FRAME_HEAD = 16;
const HAS_XMP = 0x04;
const HAS_EXIF = 0x08;

export function isWebp(bytes: Uint8Array): boolean {
  return startsWith(bytes, "RIFF") && startsWith(bytes.subarray(8), "WEBP");
}

/** Throws NotThisKind for a picture that is broken or cut short. */
export function cleanWebp(bytes: Uint8Array): Traced {
  const size = viewOf(cut(bytes, 0, HEAD)).getUint32(4, true) + 8;
  const pieces = new Pieces();
  const body = kept(cut(bytes, HEAD, size - HEAD), pieces);
  if (!body.length) throw new NotThisKind("there is no picture");
  pieces.keep(chunkOf("RIFF", joined(ascii("WEBP"), ...body)));
  if (size < bytes.length) pieces.note("trailing");
  return pieces.result;
}

/** The chunks that stay; the first one says which others there are, and is mended at the end. */
function kept(bytes: Uint8Array, pieces: Pieces): Bytes[] {
  const chunks: Bytes[] = [];
  let features: Bytes | undefined;
  let way: Bytes | undefined;
  for (const [name, body] of chunksIn(bytes)) {
    if (KEPT.has(name)) chunks.push(chunkOf(name, body));
    else if (name === "ANMF") chunks.push(frameOf(body, pieces));
    else if (name === "VP8X") chunks.push((features = chunkOf(name, body)));
    else if (name === "EXIF") way = exifOf(body, pieces);
    else pieces.note(name === "XMP " ? "xmp" : "other");
  }
  if (features) {
    const flags = (features[8] ?? 0) & ~(HAS_EXIF | HAS_XMP);
    features[8] = way ? flags | HAS_EXIF : flags;
  }
  return way && features ? [...chunks, way] : chunks;
}

function exifOf(body: Uint8Array, pieces: Pieces): Bytes | undefined {
  // Some write the name that it has in a JPEG before it.
  const exif = readExif(startsWith(body, "Exif\0\0") ? body.subarray(6) : body);
  pieces.note(...exif.found);
  return exif.kept && chunkOf("EXIF", exif.kept);
}

function frameOf(body: Uint8Array, pieces: Pieces): Bytes {
  const inside = kept(body.subarray(FRAME_HEAD), pieces);
  return chunkOf("ANMF", joined(cut(body, 0, FRAME_HEAD), ...inside));
}

function* chunksIn(bytes: Uint8Array): Generator<[string, Uint8Array]> {
  for (let at = 0; at < bytes.length; ) {
    const head = cut(bytes, at, 8);
    const size = viewOf(head).getUint32(4, true);
    yield [latin(head.subarray(0, 4)), cut(bytes, at + 8, size)];
    at += 8 + size + (size % 2);
  }
}

function chunkOf(name: string, body: Uint8Array): Bytes {
  const size = new Uint8Array(4);
  viewOf(size).setUint32(0, body.length, true);
  return joined(ascii(name), size, body, new Uint8Array(body.length % 2));
}

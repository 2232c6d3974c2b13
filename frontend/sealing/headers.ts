/** Headers: the little that the queue of a desk shows before a case is opened. */
import { openWith, recipientOf, sealTo } from "./ages.ts";
import type { Bytes } from "./bytes.ts";
import { canonicalBytes, readCanonicalBytes } from "./canonical.ts";
import { NotALetter } from "./contents.ts";
import { frame, unframe } from "./frames.ts";

export type Header = {
  language: string;
  type: string;
  /** A day, or nothing. */
  deadline: string;
};

/** A frame of the least size, sealed to C of the first epoch. */
export async function sealHeader(header: Header, identity: string): Promise<Bytes> {
  const { language, type, deadline } = header;
  const framed = frame(canonicalBytes({ language, type, deadline }));
  return sealTo(await recipientOf(identity), framed);
}

/** Throws if it cannot be opened, or is anything else. */
export async function openHeader(sealed: Uint8Array, identity: string): Promise<Header> {
  const values = readCanonicalBytes(unframe(await openWith(identity, sealed)));
  const { language, type, deadline, ...others } = values;
  const isWhole = isText(language) && isText(type) && isText(deadline);
  if (!isWhole || Object.keys(others).length) throw new NotALetter();
  return { language, type, deadline };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

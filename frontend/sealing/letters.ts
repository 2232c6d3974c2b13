/**
 * Letters: content with its proof, framed and sealed to a stream. A stream is an identity, C or N
 * of an epoch: whoever opens a letter holds it.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { openWith, recipientOf, sealTo } from "./ages.ts";
import {
  type Bytes,
  NotBase64,
  fromBase64,
  joined,
  sha256,
  toBase64,
  toHex,
  utf8,
} from "./bytes.ts";
import {
  type JsonObject,
  NotCanonical,
  canonicalBytes,
  mended,
  readCanonicalBytes,
} from "./canonical.ts";
import {
  type Attachment,
  type Content,
  type Kind,
  NotALetter,
  readContent,
  writtenContent,
} from "./contents.ts";
import { NotAFrame, frame, unframe } from "./frames.ts";
import { derived } from "./keys.ts";
import { hasNames } from "./shapes.ts";

const LONGEST = 2 ** 18; // bytes of a frame: a quarter of a megabyte of text
const UNREADABLE = [NotAFrame, NotBase64, NotCanonical];
const MAC = { name: "HMAC", hash: "SHA-256" };

/** It has to be sent in parts, or as a file. */
export class LetterTooLong extends Error {}

/** It was changed on the way, or sealed to another key. */
export class CannotBeOpened extends Error {}

/** What somebody says; the rest of a content follows from who seals it. */
export interface Draft {
  case: string;
  epoch: number;
  seq: number;
  prev: string;
  day: string;
  kind: Kind;
  body: JsonObject;
  attachments?: Attachment[];
}

/** A member who signs, and the entry of a roster that says so. */
export interface Signer {
  seed: Uint8Array;
  kid: string;
  roster: number;
}

/** A letter that was opened. Who wrote it is known only once `isProved` says so. */
export interface Opened {
  content: Content;
  /** The content as it was proved, and its proof. */
  said: string;
  proof: Bytes;
  /** Of the sealed letter: what the next one names. */
  sha256: string;
  /** What opened it. */
  identity: string;
}

/**
 * The sealed letter of the person, which a member could have made as well. `identity` is C of the
 * epoch. Throws NotALetter or LetterTooLong.
 */
export async function sealByPerson(draft: Draft, identity: string): Promise<Bytes> {
  const said = saidIn(draft, { from: "person", kid: "", roster: 0 });
  const proof = await crypto.subtle.sign(MAC.name, await macKeyOf(identity), utf8(said));
  return sealed(said, new Uint8Array(proof), identity);
}

/** The sealed letter of a member, to C or to N. Throws NotALetter or LetterTooLong. */
export async function sealByMember(draft: Draft, identity: string, signer: Signer): Promise<Bytes> {
  const { seed, kid, roster } = signer;
  const said = saidIn(draft, { from: "member", kid, roster });
  return sealed(said, ed25519.sign(await signedOver(said, identity), seed), identity);
}

/** What a sealed letter holds. Throws CannotBeOpened or NotALetter. */
export async function openLetter(letter: Uint8Array, identity: string): Promise<Opened> {
  const { said, proof } = partsOf(await opened(letter, identity));
  const hash = toHex(await sha256(letter));
  return { content: readContent(said), said, proof, sha256: hash, identity };
}

/** Whether the proof is the person's, or that of the member with this key in base64. */
export async function isProved(letter: Opened, verify = ""): Promise<boolean> {
  const { content, said, proof, identity } = letter;
  if (content.from === "person") {
    return crypto.subtle.verify(MAC.name, await macKeyOf(identity), proof, utf8(said));
  }
  try {
    const over = await signedOver(said, identity);
    return ed25519.verify(proof, over, fromBase64(verify), { zip215: false });
  } catch {
    // No point of the curve, or of another length.
    return false;
  }
}

function saidIn(draft: Draft, by: Pick<Content, "from" | "kid" | "roster">): string {
  const { body, attachments = [] } = draft;
  const whole = { body: mended(body), attachments: mended(attachments) };
  return writtenContent({ v: 1, suite: 1, ...draft, ...whole, ...by });
}

async function sealed(content: string, proof: Uint8Array, identity: string): Promise<Bytes> {
  const framed = frame(canonicalBytes({ content, proof: toBase64(proof) }));
  if (framed.length > LONGEST) throw new LetterTooLong();
  return sealTo(await recipientOf(identity), framed);
}

async function opened(letter: Uint8Array, identity: string): Promise<Bytes> {
  try {
    return await openWith(identity, letter);
  } catch {
    throw new CannotBeOpened();
  }
}

function partsOf(framed: Bytes): { said: string; proof: Bytes } {
  if (framed.length > LONGEST) throw new NotALetter();
  try {
    const values = readCanonicalBytes(unframe(framed));
    const { content, proof } = values;
    if (hasNames(values, "content proof") && typeof content === "string") {
      return { said: content, proof: fromBase64(String(proof)) };
    }
  } catch (error) {
    if (!UNREADABLE.some((kind) => error instanceof kind)) throw error;
  }
  throw new NotALetter();
}

async function macKeyOf(identity: string): Promise<CryptoKey> {
  const secret = await derived(utf8(identity), "pe-mac", 32);
  return crypto.subtle.importKey("raw", secret, MAC, false, ["sign", "verify"]);
}

async function signedOver(said: string, identity: string): Promise<Bytes> {
  return sha256(joined(utf8("pe-env-v1"), utf8(await recipientOf(identity)), utf8(said)));
}

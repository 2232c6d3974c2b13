/** What is said in a letter, before it is proved and sealed. */
import { type JsonObject, NotCanonical, canonical, isObject, readCanonical } from "./canonical.ts";
import { isDay } from "./days.ts";
import { hasNames, isNumber, matches } from "./shapes.ts";

const KINDS = ["form", "text", "files", "status", "ack", "note", "task", "referral"] as const;
export type Kind = (typeof KINDS)[number];

/** A file beside a letter, as the letter names it. */
export type Attachment = {
  /** 32 hexadecimal digits, under which the server keeps what is sealed. */
  blob: string;
  name: string;
  type: string;
  /** Of the file itself, and its hash in hexadecimal. */
  size: number;
  sha256: string;
};

/** One letter of one stream of a case. */
export type Content = {
  v: 1;
  suite: 1;
  case: string;
  epoch: number;
  from: "person" | "member";
  /** 1, 2, … in the stream, over all epochs. */
  seq: number;
  /** The hash of the sealed letter before it; nothing for the first. */
  prev: string;
  day: string;
  kind: Kind;
  body: JsonObject;
  attachments: Attachment[];
  /** Of the member and the roster that has them; nothing and 0 for the person. */
  kid: string;
  roster: number;
};

/** What was opened, or was to be sealed, is not a letter of the protocol. */
export class NotALetter extends Error {}

const SHA256 = /^[0-9a-f]{64}$/;
const ID = /^[0-9a-f]{32}$/;
const KID = /^[0-9a-f]{16}$/;
const LONGEST_NAME = 200;
const MOST_ATTACHMENTS = 100;
const NAMES = "attachments body case day epoch from kid kind prev roster seq suite v";
const NAMES_OF_ATTACHMENT = "blob name sha256 size type";

/** Read the canonical form of a content. Throws NotALetter. */
export function readContent(text: string): Content {
  try {
    const value: unknown = readCanonical(text);
    if (isContent(value)) return value;
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
  }
  throw new NotALetter();
}

/** The canonical form of a content. Throws NotALetter for one that its reader would refuse. */
export function writtenContent(content: Content): string {
  if (!isContent(content)) throw new NotALetter();
  return canonical(content);
}

function isContent(value: unknown): value is Content {
  if (!isObject(value) || !hasNames(value, NAMES)) return false;
  const { attachments } = value;
  return (
    value["v"] === 1 &&
    value["suite"] === 1 &&
    matches(SHA256, value["case"]) &&
    isNumber(value["epoch"], 1) &&
    isPlaced(value) &&
    isDay(value["day"]) &&
    KINDS.some((kind) => kind === value["kind"]) &&
    isObject(value["body"]) &&
    Array.isArray(attachments) &&
    attachments.length <= MOST_ATTACHMENTS &&
    attachments.every(isAttachment) &&
    isFromSomebody(value)
  );
}

function isPlaced({ seq, prev }: JsonObject): boolean {
  return isNumber(seq, 1) && (seq === 1 ? prev === "" : matches(SHA256, prev));
}

function isFromSomebody({ from, kid, roster }: JsonObject): boolean {
  if (from === "person") return kid === "" && roster === 0;
  return from === "member" && matches(KID, kid) && isNumber(roster, 1);
}

function isAttachment(value: unknown): boolean {
  if (!isObject(value) || !hasNames(value, NAMES_OF_ATTACHMENT)) return false;
  const { blob, name, type, size, sha256 } = value;
  return (
    matches(ID, blob) &&
    matches(SHA256, sha256) &&
    isNumber(size, 0) &&
    isShort(name) &&
    name !== "" &&
    isShort(type)
  );
}

function isShort(value: unknown): boolean {
  return typeof value === "string" && Array.from(value).length <= LONGEST_NAME;
}

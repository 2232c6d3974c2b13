/**
 * A case on its way to another embassy, under the same code. What is there already is looked at
 * first, so that after a cut it goes on where it ended, and nothing arrives twice.
 */
import {
  type Attachment,
  type Bytes,
  type CaseKeys,
  type JsonObject,
  type OpenedLetter,
  deriveCase,
  openFile,
} from "../../sealing/index.ts";
import { begin } from "../ahead.ts";
import type { Appeal, Chosen } from "../appeal.ts";
import { type Box, leave, newId, openBox } from "../box.ts";
import { onDuty } from "../duty.ts";
import type { Facts } from "../facts.ts";
import { boxOf, postOnce, seal, type Sealed } from "../posting.ts";
import { forgetSolution } from "../solving.ts";
import { say, today } from "../texts.ts";
import { uploadsOf } from "../uploads.ts";
import { Refused, Unreachable } from "../wire.ts";
import { partsOf } from "./downloads.ts";
import { textIn } from "./reading.ts";
import { type Piece, piecesOf } from "./retelling.ts";

export interface Bringing {
  facts: Facts;
  /** What the page says of the other embassy. */
  there: Facts;
  box: Box;
  secret: Bytes;
  isDanger: boolean;
  /** The element in which is told how far it is. */
  told: HTMLElement;
}

const ATTEMPTS = 3;

/**
 * Bring there what is not there yet. Returns the names of files that stay behind. Throws what
 * posting throws; called again it goes on.
 */
export async function bring(bringing: Bringing): Promise<string[]> {
  const { facts, there, box, secret } = bringing;
  const keys = await deriveCase(secret, there.instance);
  const found = await boxThere(there, keys);
  const pieces = piecesOf(box.thread.letters, found ? passedTo(found, facts.embassy) : 0);
  let theirs = found ?? (await open(bringing, pieces.shift() ?? { text: "", seq: 0 }));
  for (const piece of pieces) {
    const message = { id: newId(), kind: "text" as const, body: bodyOf(facts, piece) };
    theirs = await leave(there, theirs, message, waiting(bringing));
  }
  return bringFiles(bringing, theirs, filesIn(found));
}

async function boxThere(there: Facts, keys: CaseKeys): Promise<Box | undefined> {
  try {
    return await openBox(there, keys);
  } catch (error) {
    if (error instanceof Refused && error.reason === "unknown") return undefined;
    throw error;
  }
}

/** Up to which letter the other embassy has been told; 0 if of none. */
function passedTo({ thread }: Box, embassy: string): number {
  const numbers = thread.letters.map(({ content }) => {
    const passed = content.from === "person" ? content.body["passed"] : undefined;
    if (typeof passed !== "object" || passed === null || Array.isArray(passed)) return 0;
    const { embassy: code, seq } = passed as JsonObject;
    return code === embassy && typeof seq === "number" ? seq : 0;
  });
  return Math.max(0, ...numbers);
}

function bodyOf(facts: Facts, { text, seq }: Piece): { text: string; passed: { embassy: string; seq: number } } {
  return { text, passed: { embassy: facts.embassy, seq } };
}

/** The form there: what the person said of themselves here, and the first of what was written. */
async function open(bringing: Bringing, piece: Piece): Promise<Box> {
  const { there, secret, told } = bringing;
  const appeal = appealOf(bringing, piece);
  // One that was begun here is of another embassy.
  forgetSolution();
  let sealed: Sealed | undefined;
  for (let attempt = 1; ; attempt += 1) {
    if (!sealed) {
      const duty = await onDuty(there);
      sealed = await seal(there, appeal, duty, await begin(there, appeal.desk, duty, secret));
    }
    try {
      await postOnce(there, sealed, (step) => (told.textContent = say(step)));
      return boxOf(sealed);
    } catch (error) {
      if (!(error instanceof Refused) || attempt === ATTEMPTS) throw error;
      if (error.reason === "behind") sealed = undefined;
      else if (error.reason !== "proof") throw error;
      forgetSolution();
    }
  }
}

function appealOf({ facts, box, isDanger }: Bringing, piece: Piece): Appeal {
  const first = box.thread.letters[0]?.content;
  const form: JsonObject = first?.kind === "form" ? first.body : {};
  const deadline = textIn(form, "deadline");
  const isUrgent = deadline >= today();
  const { text, passed } = bodyOf(facts, piece);
  return {
    desk: "help",
    class: isDanger ? "danger" : isUrgent ? "deadline" : "normal",
    deadline,
    type: textIn(form, "type"),
    country: textIn(form, "country"),
    place: "",
    language: textIn(form, "language") || facts.language,
    refer: form["refer"] === true,
    text: `${say("transfer.text.head", { name: facts.name })}\n\n${text}`,
    files: [],
    passed,
  };
}

function filesIn(box: Box | undefined): Set<string> {
  const letters = box?.thread.letters ?? [];
  return new Set(letters.flatMap(({ content }) => content.attachments.map(({ sha256 }) => sha256)));
}

/** The files of each letter, and a letter there that names them. */
async function bringFiles(bringing: Bringing, first: Box, there: Set<string>): Promise<string[]> {
  const behind: string[] = [];
  let theirs = first;
  for (const { content } of bringing.box.thread.letters) {
    const attachments: Attachment[] = [];
    for (const file of content.attachments.filter(({ sha256 }) => !there.has(sha256))) {
      const arrived = await bringFile(bringing, theirs, { content, file });
      if (arrived) attachments.push(arrived);
      else behind.push(file.name);
    }
    if (!attachments.length) continue;
    const message = { id: newId(), kind: "files" as const, body: {}, attachments };
    theirs = await leave(bringing.there, theirs, message, waiting(bringing));
  }
  return behind;
}

interface Named {
  content: OpenedLetter["content"];
  file: Attachment;
}

/** Nothing of a file that cannot be opened, or for which there is no room. */
async function bringFile(bringing: Bringing, theirs: Box, named: Named): Promise<Attachment | undefined> {
  const { box, told } = bringing;
  const { content, file } = named;
  const identity = box.identities.get(content.epoch) ?? "";
  const identityThere = theirs.identities.get(theirs.epoch) ?? "";
  try {
    const bytes = await openFile(partsOf(file, box, told), identity, file);
    const uploads = uploadsOf([chosen(file, bytes)], theirs.keys, identityThere);
    const onProgress = (_number: number, _all: number, percent: number): void => {
      told.textContent = say("transfer.file", { file: file.name, percent });
    };
    const [arrived] = await uploads.send(onProgress, waiting(bringing));
    return arrived;
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    return undefined;
  }
}

function chosen({ name, type }: Attachment, bytes: Bytes): Chosen {
  const original = new Blob([bytes], { type });
  return { id: 0, name, type, original, cleaned: undefined, found: [], keepsOriginal: true };
}

function waiting({ told }: Bringing): () => void {
  return () => {
    told.textContent = say("sending.waiting");
  };
}

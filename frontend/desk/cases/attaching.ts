/** Attaching: files sealed to the epoch of a letter, and sent before it in parts. */
import { type Attachment, randomBytes, sealFile, toHex } from "../../sealing/index.ts";
import { fill, texts } from "../texts.ts";
import { putBlobPart } from "../wire/desk.ts";
import { WireError } from "../wire/errors.ts";

/** A file as it goes: its bytes were cleaned already. */
export interface Attached {
  name: string;
  type: string;
  content: Blob;
}

const ID_BYTES = 16;
const TRIES = 4;
const WAIT_MS = 2_000;

/** Send files one after another; returns what the letter says of each. */
export async function attach(
  ref: string,
  files: readonly Attached[],
  identity: string,
  onProgress: (sentence: string) => void,
): Promise<Attachment[]> {
  const attachments: Attachment[] = [];
  for (const { name, type, content } of files) {
    const blob = toHex(randomBytes(ID_BYTES));
    const { size, sha256, count, parts } = await sealFile(content, identity);
    for await (const part of parts) {
      onProgress(fill(texts.files.sending, { name, part: part.number + 1, count }));
      await patiently(() => putBlobPart(ref, blob, part));
    }
    attachments.push({ blob, name, type, size, sha256 });
  }
  return attachments;
}

/** A part may be sent again: the line is tried some times before its sender is told. */
async function patiently(send: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof WireError) || error.word !== "offline" || tried === TRIES) throw error;
      await new Promise((done) => setTimeout(done, WAIT_MS));
    }
  }
}

/** Files on their way: sealed part by part, each part sent until it has arrived. */
import {
  type Attachment,
  type CaseKeys,
  type Part,
  type SealedFile,
  sealFile,
} from "../sealing/index.ts";
import { type Chosen, sentOf } from "./appeal.ts";
import { headersOf, newId } from "./box.ts";
import { askBytes } from "./wire.ts";

/** Hears which file is on its way, of how many, and how much of it has arrived. */
export type OnProgress = (number: number, all: number, percent: number) => void;

export interface Uploads {
  /** Send what has not arrived yet; may be called again after it threw. Returns all that arrived. */
  send: (onProgress: OnProgress, onWaiting: () => void) => Promise<Attachment[]>;
  /** Give up what has not arrived; what has is still named. */
  arrived: () => Attachment[];
}

interface Upload {
  file: Chosen;
  blob: string;
  sealed: SealedFile | undefined;
  parts: AsyncIterator<Part> | undefined;
  /** A part that was made, and of which we do not know that it arrived. */
  pending: Part | undefined;
  sent: number;
  attachment: Attachment | undefined;
}

export function uploadsOf(files: readonly Chosen[], keys: CaseKeys, identity: string): Uploads {
  const all: Upload[] = files.map((file) => ({
    file,
    blob: newId(),
    sealed: undefined,
    parts: undefined,
    pending: undefined,
    sent: 0,
    attachment: undefined,
  }));
  const arrived = (): Attachment[] => all.flatMap(({ attachment }) => (attachment ? [attachment] : []));
  return {
    arrived,
    send: async (onProgress, onWaiting) => {
      for (const [at, upload] of all.entries()) {
        await sendOne(upload, { keys, identity, onWaiting }, (percent) => onProgress(at + 1, all.length, percent));
      }
      return arrived();
    },
  };
}

interface Way {
  keys: CaseKeys;
  identity: string;
  onWaiting: () => void;
}

async function sendOne(upload: Upload, way: Way, onPercent: (percent: number) => void): Promise<void> {
  if (upload.attachment) return;
  upload.sealed ??= await sealFile(sentOf(upload.file), way.identity);
  const { sealed, blob } = upload;
  upload.parts ??= sealed.parts[Symbol.asyncIterator]();
  for (;;) {
    upload.pending ??= await nextPart(upload.parts);
    if (!upload.pending) break;
    const { number, bytes, sha256 } = upload.pending;
    await askBytes(`/i/blob/${blob}/${number}`, {
      method: "PUT",
      headers: { ...headersOf(way.keys), "Part-Sha256": sha256, "Content-Type": "application/octet-stream" },
      body: bytes,
      onWaiting: way.onWaiting,
    });
    upload.pending = undefined;
    upload.sent += 1;
    onPercent(Math.floor((100 * upload.sent) / sealed.count));
  }
  const { name, type } = upload.file;
  upload.attachment = { blob, name, type, size: sealed.size, sha256: sealed.sha256 };
}

async function nextPart(parts: AsyncIterator<Part>): Promise<Part | undefined> {
  const { done, value } = await parts.next();
  return done ? undefined : value;
}

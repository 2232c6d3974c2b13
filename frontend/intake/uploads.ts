/** Files on their way: sealed part by part, two at once, each sent until it has arrived. */
import {
  type Attachment,
  type CaseKeys,
  type Part,
  type SealedFile,
  WrongFile,
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

// While one part is on its way, the next is sealed and sent. On a slow line they would share it, and
// neither would arrive in time.
const AT_ONCE = 2;
const QUICK_MS = 3_000;

interface Upload {
  file: Chosen;
  blob: string;
  sealed: SealedFile | undefined;
  parts: AsyncIterator<Part> | undefined;
  /** Parts that were made, and of which we do not know that they arrived. */
  pending: Part[];
  sent: number;
  attachment: Attachment | undefined;
}

export function uploadsOf(files: readonly Chosen[], keys: CaseKeys, identity: string): Uploads {
  const all: Upload[] = files.map((file) => ({ ...unsent(), file, attachment: undefined }));
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

function unsent(): Omit<Upload, "file" | "attachment"> {
  return { blob: newId(), sealed: undefined, parts: undefined, pending: [], sent: 0 };
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
  try {
    await sendParts(upload, upload.parts, async (part) => {
      await sendPart(blob, part, way);
      upload.sent += 1;
      onPercent(Math.floor((100 * upload.sent) / sealed.count));
    });
    if (upload.sent !== sealed.count) throw new WrongFile("not all of the file could be read");
  } catch (error) {
    // No part waits to be sent again, so the file could not be read: sealed anew it is another one.
    if (!upload.pending.length) Object.assign(upload, unsent());
    throw error;
  }
  const { name, type } = upload.file;
  upload.attachment = { blob, name, type, size: sealed.size, sha256: sealed.sha256 };
}

/**
 * Send all parts, several at once where they arrive quickly. Whatever it throws, nothing is under way
 * then.
 */
async function sendParts(
  { pending }: Upload,
  parts: AsyncIterator<Part>,
  send: (part: Part) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  let most = 1;
  let failure: unknown;
  try {
    while (!failure) {
      const part = pending.shift() ?? (await nextPart(parts));
      if (!part) break;
      const begun = performance.now();
      const sending = send(part)
        .then(
          () => {
            most = performance.now() - begun < QUICK_MS ? AT_ONCE : 1;
          },
          (error: unknown) => {
            pending.push(part);
            failure = error;
          },
        )
        .finally(() => underWay.delete(sending));
      underWay.add(sending);
      while (underWay.size >= most) await Promise.race(underWay);
    }
  } finally {
    await Promise.all(underWay);
  }
  if (failure) throw failure;
}

async function sendPart(blob: string, { number, bytes, sha256 }: Part, way: Way): Promise<void> {
  await askBytes(`/i/blob/${blob}/${number}`, {
    method: "PUT",
    headers: { ...headersOf(way.keys), "Part-Sha256": sha256, "Content-Type": "application/octet-stream" },
    // Chromium takes bytes in small pieces, and a blob at once.
    body: new Blob([bytes]),
    onWaiting: way.onWaiting,
  });
}

async function nextPart(parts: AsyncIterator<Part>): Promise<Part | undefined> {
  const { done, value } = await parts.next();
  return done ? undefined : value;
}

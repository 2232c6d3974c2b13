/** What the tests in Python call in a browser: the sealing code, and whatever asks it a lot. */
import { partsOf } from "../../../frontend/sealing/attachments.ts";
import { readCanonicalBytes } from "../../../frontend/sealing/canonical.ts";
import * as sealing from "../../../frontend/sealing/index.ts";
import * as codes from "./codes.ts";
import { sizeShown } from "./pictures.ts";
import * as properties from "./properties.ts";
import * as stock from "./stock.ts";

type Call = (...given: never[]) => unknown;

/** Threads, with the rosters given by their numbers. */
function openThread(
  asked: sealing.ToOpen,
  rosters: ReadonlyMap<number, sealing.Roster>,
): Promise<sealing.Thread> {
  return sealing.openThread({ ...asked, rosterOf: (number) => rosters.get(number) });
}

/** A file sealed by the page, as its parts; and how far it said to have come. */
async function sealFile(bytes: Uint8Array<ArrayBuffer>, identity: string): Promise<unknown> {
  const steps: [number, number][] = [];
  const file = await sealing.sealFile(new Blob([bytes]), identity, (...step) => steps.push(step));
  const parts = [];
  for await (const part of file.parts) parts.push(part);
  return { size: file.size, sha256: file.sha256, count: file.count, parts, steps };
}

/** Open a wrap with a key that no script can read. */
async function unwrapLocked(wrap: Uint8Array, identity: string): Promise<unknown> {
  const key = await sealing.lockedIdentity(identity);
  const isHidden = await crypto.subtle.exportKey("pkcs8", key).then(
    () => false,
    () => true,
  );
  return { holds: await sealing.unwrap(wrap, key), isHidden };
}

async function partsIn(bytes: Uint8Array<ArrayBuffer>): Promise<sealing.Part[]> {
  const parts = [];
  for await (const part of partsOf(new Blob([bytes]).stream())) parts.push(part);
  return parts;
}

const CALLS: Record<string, Call> = {
  ...(sealing as unknown as Record<string, Call>),
  ...codes,
  ...properties,
  ...stock,
  sizeShown,
  openThread,
  partsIn,
  unwrapLocked,
  readCanonicalBytes,
  sealFile,
};

/** Call something with values as Python wrote them, and write what comes back, or was thrown. */
export async function call(name: string, given: unknown[]): Promise<unknown> {
  const asked = CALLS[name];
  if (!asked) return { $thrown: { name: "NoSuchCall", message: name } };
  try {
    return written(await asked(...((await read(given)) as never[])));
  } catch (error) {
    const { name: kind, message } = error as Error;
    const own = kind === "Error" ? (error as Error).constructor.name : kind;
    return { $thrown: { ...(error as object), name: own.replace(/^_/, ""), message } };
  }
}

async function read(value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(read));
  if (typeof value !== "object" || value === null) return value;
  if ("$bytes" in value) return sealing.fromBase64(String(value.$bytes));
  if ("$file" in value) return contentOf(String(value.$file));
  const pairs = "$pairs" in value ? (value.$pairs as [unknown, unknown][]) : Object.entries(value);
  const all = pairs.map(async ([name, each]) => [name, await read(each)] as [string, unknown]);
  const known = await Promise.all(all);
  return "$pairs" in value ? new Map<unknown, unknown>(known) : Object.fromEntries(known);
}

async function contentOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(file)).arrayBuffer());
}

function written(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: sealing.toBase64(value) };
  if (Array.isArray(value)) return value.map(written);
  if (value instanceof Map) return [...value].map(written);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, written(each)]));
}

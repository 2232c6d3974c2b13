/**
 * Asking the help origin. No cookie goes along, nothing is kept, no address says anything. On a bad
 * line the same request is made again: what it asks for is done once all the same.
 */
import type { Bytes } from "../sealing/index.ts";

/** What the server says when it does not do what was asked. */
export type Refusal = "busy" | "closed" | "malformed" | "unknown" | "behind" | "full" | "proof";

export class Refused extends Error {
  readonly reason: Refusal;

  constructor(reason: Refusal) {
    super(`the server says ${reason}`);
    this.reason = reason;
  }
}

/** Nobody answered, several times. */
export class Unreachable extends Error {}

export interface Asking {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  headers?: Record<string, string>;
  body?: string | Blob;
  /** Hears that the line is bad, before each further attempt. */
  onWaiting?: (() => void) | undefined;
}

const WAITS_MS = [0, 1000, 3000, 8000];
const PATIENCE_MS = 90_000;
const REFUSALS: readonly string[] = ["busy", "closed", "malformed", "unknown", "behind", "full", "proof"];

let leaving = new AbortController();

/** Give up everything that is under way. */
export function hangUp(): void {
  leaving.abort();
  leaving = new AbortController();
}

export async function askJson<Answer>(path: string, asking: Asking = {}): Promise<Answer> {
  return JSON.parse(new TextDecoder().decode(await askBytes(path, asking))) as Answer;
}

/** The body of an answer. Throws Refused or Unreachable. */
export async function askBytes(path: string, asking: Asking = {}): Promise<Bytes> {
  const { signal } = leaving;
  let failure: Error = new Unreachable(path);
  for (const wait of WAITS_MS) {
    if (wait) {
      asking.onWaiting?.();
      await later(wait);
    }
    if (signal.aborted) break;
    const answer = await askOnce(path, asking, signal);
    if (!(answer instanceof Error)) return answer;
    failure = answer;
  }
  throw failure;
}

/** What was answered, or why it is worth asking once more. Throws Refused where it is not. */
async function askOnce(path: string, asking: Asking, signal: AbortSignal): Promise<Bytes | Error> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  const stop = (): void => patience.abort();
  signal.addEventListener("abort", stop);
  try {
    const answer = await fetch(path, {
      method: asking.method ?? "GET",
      headers: asking.headers ?? {},
      body: asking.body ?? null,
      cache: "no-store",
      credentials: "omit",
      mode: "same-origin",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: patience.signal,
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (answer.ok) return bytes;
    const reason = refusalIn(bytes);
    if (reason && reason !== "busy") throw new Refused(reason);
    return reason ? new Refused(reason) : new Unreachable(path);
  } catch (error) {
    if (error instanceof Refused) throw error;
    return new Unreachable(path);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

function refusalIn(bytes: Bytes): Refusal | undefined {
  try {
    const { error } = JSON.parse(new TextDecoder().decode(bytes)) as { error?: unknown };
    return typeof error === "string" && REFUSALS.includes(error) ? (error as Refusal) : undefined;
  } catch {
    return undefined;
  }
}

export function later(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

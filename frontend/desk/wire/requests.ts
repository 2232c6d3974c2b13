/** One way to ask the server: JSON, a token in a header, no cookie, nothing kept. */
import type { Bytes } from "../../sealing/index.ts";
import { WireError } from "./errors.ts";

const SESSION = "/s/queue";
// What a member may go without, and is told so: that it is not there says nothing of the session.
const BESIDES = /^\/s\/(?:materials$|members\/)/;
const FRESH = "Desk-Token";

let token = "";
let onOver = (): void => undefined;

/** From now on this token goes with each request; every answer brings a fresh one. */
export function useToken(given: string): void {
  token = given;
}

/** What happens when the server no longer knows the session. */
export function whenOver(act: () => void): void {
  onOver = act;
}

export async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await send(method, path, body);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}

export async function askBytes(path: string): Promise<Bytes> {
  return new Uint8Array(await (await send("GET", path)).arrayBuffer());
}

/** Send the bytes of a part, with its hash. */
export async function putPart(path: string, bytes: Bytes, sha256: string): Promise<void> {
  await send("PUT", path, { bytes, sha256 });
}

/** A file of the server as text. */
export async function askText(path: string): Promise<string> {
  return (await send("GET", path)).text();
}

interface PartBody {
  bytes: Bytes;
  sha256: string;
}

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  const used = token;
  const answer = await request(method, path, body);
  const fresh = answer.headers.get(FRESH);
  // A page that was locked meanwhile wants no token any more.
  if (fresh && token && used) token = fresh;
  if (answer.ok) return answer;
  const word = await wordOf(answer);
  const mayBeOver = path.startsWith("/s/") && !BESIDES.test(path);
  if (word === "unknown" && used && mayBeOver) await requireSession(path);
  throw new WireError(word, answer.status);
}

/** What is not there and a session that ended have one answer: the queue tells them apart. */
async function requireSession(path: string): Promise<void> {
  const isOver = path === SESSION || !(await request("GET", SESSION)).ok;
  if (!isOver) return;
  onOver();
  throw new WireError("over", 404);
}

function request(method: string, path: string, body?: unknown): Promise<Response> {
  const authorization: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  return fetch(path, {
    method,
    ...(method === "PUT" ? partOf(body as PartBody, authorization) : jsonOf(body, authorization)),
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
  }).catch(() => {
    throw new WireError("offline", 0);
  });
}

function jsonOf(body: unknown, authorization: Record<string, string>): RequestInit {
  if (body === undefined) return { headers: authorization };
  const headers = { ...authorization, "Content-Type": "application/json" };
  return { headers, body: JSON.stringify(body) };
}

function partOf({ bytes, sha256 }: PartBody, authorization: Record<string, string>): RequestInit {
  const headers = {
    ...authorization,
    "Content-Type": "application/octet-stream",
    "Part-Sha256": sha256,
  };
  // Chromium takes bytes in small pieces, and a blob at once.
  return { headers, body: new Blob([bytes]) };
}

async function wordOf(answer: Response): Promise<string> {
  const refusal: unknown = await answer.json().catch(() => undefined);
  const word = (refusal as { error?: unknown } | undefined)?.error;
  return typeof word === "string" ? word : "other";
}

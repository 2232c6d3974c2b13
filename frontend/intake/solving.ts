/**
 * The task a stranger’s device solves before it may leave something. It is solved while somebody
 * types, in a worker that runs this same file; where there are no workers, in the page.
 */
import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import type { Facts } from "./facts.ts";
import { askJson } from "./wire.ts";

interface Solved {
  challenge: Challenge;
  solution: { counter: number; derivedKey: string };
}

interface WorkerScope {
  onmessage: ((event: MessageEvent<Challenge>) => void) | null;
  postMessage: (message: Solved | undefined) => void;
}

// A solution that runs out while it is on its way is refused.
const SPARE_MS = 90_000;
const LONGEST_MS = 600_000;

let worker: Worker | undefined;
let policy: TypePolicy | undefined;
let waiting: Promise<Solved> | undefined;

/** In the worker: solve what comes. */
export function solveHere(scope: WorkerScope): void {
  scope.onmessage = (event) => {
    solve(event.data).then(
      (solved) => scope.postMessage(solved),
      () => scope.postMessage(undefined),
    );
  };
}

/** Begin, if nothing is being solved yet. What goes wrong is found when it is asked for. */
export function beginSolving(facts: Facts): void {
  waiting ??= solved(facts);
  waiting.catch(() => undefined);
}

/** A solution that still holds, or a new one, as it is sent. */
export async function solution(facts: Facts): Promise<string> {
  beginSolving(facts);
  const found = await waiting?.catch(() => undefined);
  if (found && isFresh(found)) return written(found);
  forgetSolution();
  waiting = solved(facts);
  return written(await waiting);
}

/** How long it took is left out: it would tell something of the device. */
function written({ challenge, solution: { counter, derivedKey } }: Solved): string {
  return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
}

/** Each solution is taken once. */
export function forgetSolution(): void {
  worker?.terminate();
  worker = waiting = undefined;
}

function isFresh({ challenge }: Solved): boolean {
  const { expiresAt } = challenge.parameters;
  return expiresAt === undefined || expiresAt * 1000 > Date.now() + SPARE_MS;
}

async function solved(facts: Facts): Promise<Solved> {
  const challenge = await askJson<Challenge>(`/${facts.embassy}/challenge`);
  return (await solvedInWorker(challenge)) ?? solve(challenge);
}

/** Nothing where workers are forbidden or fail. */
function solvedInWorker(challenge: Challenge): Promise<Solved | undefined> {
  return new Promise((done) => {
    try {
      worker = new Worker(ownAddress() as string);
      worker.onmessage = (event: MessageEvent<Solved | undefined>) => done(event.data);
      worker.onerror = () => done(undefined);
      worker.postMessage(challenge);
    } catch {
      done(undefined);
    }
  });
}

interface TypePolicy {
  createScriptURL: (text: string) => unknown;
}

/** The address of this file, in the form that a page of trusted types asks for. */
function ownAddress(): unknown {
  const script = document.querySelector<HTMLScriptElement>("script[data-intake]");
  const address = script?.src ?? "";
  const types = (window as { trustedTypes?: { createPolicy: (name: string, rules: object) => TypePolicy } })
    .trustedTypes;
  policy ??= types?.createPolicy("intake", { createScriptURL: (text: string) => text });
  return policy ? policy.createScriptURL(address) : address;
}

async function solve(challenge: Challenge): Promise<Solved> {
  const found = await solveChallenge({ challenge, deriveKey, timeout: LONGEST_MS });
  if (!found) throw new Error("the task was not solved in time");
  const { counter, derivedKey } = found;
  return { challenge, solution: { counter, derivedKey } };
}

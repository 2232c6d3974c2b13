/** The phrase: drawn here, stretched in a worker so that the page does not stand still. */
import type { Bytes } from "../../sealing/index.ts";

const WORDS = 6;
const WORKER = "/assets/desk-worker.js";

/** What the worker is asked, and answers: bytes, or nothing if the phrase is another. */
export interface Stretching {
  act: "protect" | "open";
  bytes: Bytes;
  phrase: string;
}

interface Policy {
  createScriptURL: (address: string) => string;
}

declare global {
  interface Window {
    trustedTypes?: { createPolicy: (name: string, rules: Policy) => Policy };
  }
}

/** Six words of a list of 2,048: 66 bits, and each guess costs what scrypt costs. */
export function newPhrase(words: readonly string[]): string[] {
  const drawn = crypto.getRandomValues(new Uint16Array(WORDS));
  return Array.from(drawn, (number) => words[number % words.length] ?? "");
}

/** One way to write a phrase, however it was typed. */
export function tidyPhrase(phrase: string): string {
  return phrase
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}'’ʼ-]+/gu, " ")
    .replace(/['ʼ]/g, "’")
    .trim();
}

/** Protect a bundle by a phrase, or open one. Throws if the phrase is another. */
export function stretched(act: Stretching["act"], bytes: Bytes, phrase: string): Promise<Bytes> {
  const worker = new Worker(trusted());
  return new Promise<Bytes>((done, failed) => {
    worker.addEventListener("message", ({ data }: MessageEvent<Bytes | undefined>) => {
      if (data) done(data);
      else failed(new Error("the phrase is another"));
    });
    worker.addEventListener("error", () => failed(new Error("the worker did not start")));
    worker.postMessage({ act, bytes, phrase: tidyPhrase(phrase) } satisfies Stretching);
  }).finally(() => worker.terminate());
}

let address: string | undefined;

/** The address of our one worker, in the form that the policy of the page asks for. */
function trusted(): string {
  const rules: Policy = { createScriptURL: () => WORKER };
  address ??= (window.trustedTypes?.createPolicy("desk", rules) ?? rules).createScriptURL(WORKER);
  return address;
}

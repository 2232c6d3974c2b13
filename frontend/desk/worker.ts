/** The worker of the desk: it stretches a phrase, which takes seconds, and ends. */
import { openByPhrase, protectByPhrase } from "../sealing/protecting.ts";
import type { Stretching } from "./keeping/phrase.ts";

interface InWorker {
  onmessage: (event: MessageEvent<Stretching>) => void;
  postMessage: (answer: Uint8Array | undefined) => void;
}

const inWorker = globalThis as unknown as InWorker;

inWorker.onmessage = ({ data: { act, bytes, phrase } }) => {
  const done = act === "protect" ? protectByPhrase(bytes, phrase) : openByPhrase(bytes, phrase);
  done.then(
    (answer) => inWorker.postMessage(answer),
    () => inWorker.postMessage(undefined),
  );
};

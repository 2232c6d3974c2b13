/** From the code to the wiped page: reading, answering, adding files, deleting. */
import type { Bytes } from "../../sealing/index.ts";
import type { Chosen } from "../appeal.ts";
import { type Box, deleteBox, leave, newId, openBox } from "../box.ts";
import { made, paragraph, spoken } from "../elements.ts";
import type { Facts } from "../facts.ts";
import { box as boxField } from "../fields.ts";
import { askWhile, onWipe, wipe } from "../leaving.ts";
import { showInstead } from "../links.ts";
import { show } from "../showing.ts";
import { say } from "../texts.ts";
import { Refused } from "../wire.ts";
import { picked } from "../writing/files.ts";
import { sendFiles } from "../writing/sendingfiles.ts";
import { reasonOf } from "../writing/sending.ts";
import { wrongWith } from "../writing/text.ts";
import { showEnter } from "./entering.ts";
import { showMessages } from "./reading.ts";
import { showTransfer } from "./transfer.ts";

interface Returning {
  facts: Facts;
  start: () => void;
  box: Box | undefined;
  secret: Bytes | undefined;
  text: string;
  files: Chosen[];
}

let returning: Returning | undefined;

// Whoever leaves by mistake would have to type the code again.
askWhile(() => Boolean(returning?.box));
onWipe(() => {
  if (returning) Object.assign(returning, { box: undefined, secret: undefined, text: "", files: [] });
  returning = undefined;
});

export function comeBack(facts: Facts, start: () => void): void {
  const begun: Returning = { facts, start, box: undefined, secret: undefined, text: "", files: [] };
  returning = begun;
  const opened = (box: Box, secret: Bytes): void => {
    begun.secret = secret;
    read(begun, box);
  };
  showEnter(facts, opened, start);
}

function read(returning: Returning, box: Box, news = ""): void {
  const { facts } = returning;
  returning.box = box;
  const refresh = async (): Promise<void> => {
    try {
      read(returning, await openBox(facts, box.keys));
    } catch (error) {
      read(returning, box, say(reasonOf(error)));
    }
  };
  showMessages({
    facts,
    box,
    news,
    answer: () => showAnswer(returning, box),
    erase: () => showErase(returning, box),
    passOn: () => passOn(returning, box),
    refresh,
    finish: () => end(returning, say("done.heading"), say("done.wiped")),
  });
}

function showAnswer(returning: Returning, box: Box): void {
  const written = boxField({ id: "answer", label: say("text.label"), value: returning.text, rows: 8 });
  written.input.addEventListener("input", () => (returning.text = written.input.value));
  const picker = picked(returning.files);
  const told = spoken();
  // The same message, however often it is sent: a bad line must not make two of it.
  const id = newId();
  const send = async (): Promise<void> => {
    const wrong = returning.files.length && !returning.text.trim() ? "" : wrongWith(returning.text);
    written.complain(wrong);
    if (wrong || !picker.isDecided()) return;
    told.textContent = say("sending.sending");
    try {
      await deliver(returning, box, { id, told });
    } catch (error) {
      if (isPaused(error)) showPaused(returning, box, () => showAnswer(returning, box));
      else told.textContent = `${say("sending.failed")} ${say(reasonOf(error))}`;
    }
  };
  show({
    heading: say("answer.heading"),
    content: [written.element, ...picker.content, told],
    buttons: [
      { label: say("answer.send"), go: send },
      { label: say("button.back"), go: () => read(returning, box) },
    ],
  });
}

/** Nothing is taken for now: whom to call, and what was typed is kept. */
function showPaused(returning: Returning, box: Box, again: () => void): void {
  showInstead(returning.facts, {
    heading: "closed.heading",
    text: "closed.text",
    hasText: true,
    buttons: [
      { label: say("button.again"), go: again },
      { label: say("button.back"), go: () => read(returning, box) },
    ],
  });
}

function isPaused(error: unknown): boolean {
  return error instanceof Refused && error.reason === "closed";
}

function passOn(returning: Returning, box: Box): void {
  const { facts, secret } = returning;
  if (secret) showTransfer({ facts, box, secret, back: () => read(returning, box) });
}

async function deliver(returning: Returning, box: Box, by: { id: string; told: HTMLElement }): Promise<void> {
  const { facts, text, files } = returning;
  const waiting = (): void => {
    by.told.textContent = say("sending.waiting");
  };
  let after = box;
  if (text.trim()) {
    after = await leave(facts, box, { id: by.id, kind: "text", body: { text } }, waiting);
    returning.text = "";
  }
  if (!files.length) return read(returning, await openBox(facts, after.keys), say("answer.sent"));
  const sending = sendFiles(facts, after, files, () => {
    returning.files = [];
    void openBox(facts, after.keys).then(
      (fresh) => read(returning, fresh, say("sending.files.done")),
      () => read(returning, after, say("sending.files.done")),
    );
  });
  show({
    heading: say("sending.heading"),
    content: [paragraph(say("sending.stay")), sending.told],
    buttons: [
      {
        label: say("waiting.go"),
        kind: "plain",
        go: async () => {
          await sending.giveUp();
          returning.files = [];
          read(returning, await openBox(facts, after.keys).catch(() => after));
        },
      },
    ],
  });
}

function showErase(returning: Returning, box: Box): void {
  const told = made("p", { role: "alert" });
  show({
    heading: say("delete.heading"),
    content: [paragraph(say("delete.text")), told],
    buttons: [
      {
        label: say("delete.yes"),
        go: async () => {
          told.textContent = say("delete.working");
          try {
            await deleteBox(box.keys);
            end(returning, say("deleted.heading"), say("deleted.text"));
          } catch {
            told.textContent = say("delete.failed");
          }
        },
      },
      { label: say("button.cancel"), go: () => read(returning, box) },
    ],
  });
}

function end(returning: Returning, heading: string, text: string): void {
  wipe();
  show({
    heading,
    content: [paragraph(text)],
    buttons: [
      { label: say("button.leave"), go: () => document.querySelector<HTMLElement>("a[data-exit]")?.click() },
      { label: say("button.start"), go: returning.start },
    ],
  });
}

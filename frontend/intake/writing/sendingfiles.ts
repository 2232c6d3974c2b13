/** Files, sent while the code is written down; and the message that says which there are. */
import type { Attachment } from "../../sealing/index.ts";
import type { Chosen } from "../appeal.ts";
import { type Box, leave, newId } from "../box.ts";
import { made, spoken } from "../elements.ts";
import type { Facts } from "../facts.ts";
import { say } from "../texts.ts";
import { type Uploads, uploadsOf } from "../uploads.ts";
import { reasonOf } from "./sending.ts";

export interface SendingFiles {
  /** What is told about them, with a button where something went wrong. */
  told: HTMLElement;
  isDone: () => boolean;
  /** Name what has arrived, and give up the rest. */
  giveUp: () => Promise<void>;
  /** The case afterwards. */
  box: () => Box;
}

/** Begin at once; `ended` is called when all have arrived and were named. */
export function sendFiles(
  facts: Facts,
  first: Box,
  files: readonly Chosen[],
  ended: () => void = () => undefined,
): SendingFiles {
  const status = spoken();
  const again = made("button", { type: "button", class: "button button--plain", hidden: true }, say("button.again"));
  const told = made("div", { class: "sending" }, status, again);
  const uploads = uploadsOf(files, first.keys, first.identities.get(first.epoch) ?? "");
  const naming = namingOf(facts, first);
  let isDone = !files.length;
  const run = async (): Promise<void> => {
    again.hidden = true;
    try {
      await sendAll(uploads, naming, status);
      isDone = true;
      status.textContent = say("sending.files.done");
      ended();
    } catch (error) {
      const reason = reasonOf(error);
      status.textContent = say(reason === "sending.full" ? reason : "sending.files.failed");
      again.hidden = false;
    }
  };
  again.addEventListener("click", () => void run());
  if (!isDone) void run();
  return {
    told,
    isDone: () => isDone,
    giveUp: async () => {
      if (!isDone && uploads.arrived().length) await naming.name(uploads.arrived()).catch(() => undefined);
    },
    box: () => naming.box(),
  };
}

async function sendAll(uploads: Uploads, naming: Naming, status: HTMLElement): Promise<void> {
  const waiting = (): void => {
    status.textContent = say("sending.waiting");
  };
  const arrived = await uploads.send((number, all, percent) => {
    status.textContent = say("sending.file", { number, all, percent });
  }, waiting);
  status.textContent = say("sending.binding");
  await naming.name(arrived, waiting);
}

interface Naming {
  name: (files: Attachment[], onWaiting?: () => void) => Promise<void>;
  box: () => Box;
}

/** One message names all files; the same again is answered like the first. */
function namingOf(facts: Facts, first: Box): Naming {
  const id = newId();
  let box = first;
  return {
    name: async (attachments, onWaiting) => {
      box = await leave(facts, box, { id, kind: "files", body: {}, attachments }, onWaiting);
    },
    box: () => box,
  };
}

/** Files in a message: fetched, opened and checked in the page, and saved only when somebody asks. */
import { type Attachment, type Bytes, type Content, neutralName, openFile } from "../../sealing/index.ts";
import { type Box, headersOf } from "../box.ts";
import { type Child, made, spoken } from "../elements.ts";
import { say, saySize } from "../texts.ts";
import { askBytes, askJson } from "../wire.ts";

const KEPT_MS = 60_000;

export function attachmentsOf(content: Content, box: Box): Child[] {
  const identity = box.identities.get(content.epoch);
  if (!content.attachments.length || !identity) return [];
  const told = spoken();
  const buttons = content.attachments.map((file) => {
    const label = say("read.download", { file: file.name, size: saySize(file.size) });
    const button = made("button", { type: "button", class: "button button--quiet" }, label);
    button.addEventListener("click", () => void save(file, { identity, box, told }));
    return made("li", {}, button);
  });
  const warning = content.from === "member" ? made("p", { class: "quiet" }, say("read.download.warn")) : undefined;
  return [made("ul", { class: "plain" }, ...buttons), warning, told];
}

interface From {
  identity: string;
  box: Box;
  told: HTMLElement;
}

async function save(file: Attachment, { identity, box, told }: From): Promise<void> {
  try {
    const bytes = await openFile(partsOf(file, box, told), identity, file);
    const name = neutralName(numberOf(file, box), file.name);
    hand(bytes, name);
    told.textContent = say("read.download.saved", { file: name });
  } catch {
    told.textContent = say("read.download.failed");
  }
}

/** The number of a file among all of the case. */
function numberOf({ blob }: Attachment, { thread }: Box): number {
  const all = thread.letters.flatMap(({ content }) => content.attachments);
  return all.findIndex((each) => each.blob === blob) + 1;
}

export async function* partsOf(file: Attachment, box: Box, told: HTMLElement): AsyncGenerator<Bytes> {
  const headers = headersOf(box.keys);
  const { parts } = await askJson<{ parts: number[] }>(`/i/blob/${file.blob}`, { headers });
  for (const number of parts) {
    told.textContent = say("read.loading", { number: number + 1, all: parts.length });
    yield await askBytes(`/i/blob/${file.blob}/${number}`, { headers });
  }
}

/** As bytes of no kind: the browser saves them, and opens nothing by itself. */
export function hand(bytes: Bytes, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = made("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}

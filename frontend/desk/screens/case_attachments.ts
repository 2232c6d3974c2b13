/** Attachments: what can be looked at here is; the rest is taken away, with a warning. */
import { type Attachment, type Bytes, type Content, neutralName, openFile } from "../../sealing/index.ts";
import { about, button, say } from "../page/acting.ts";
import { asked } from "../page/asking.ts";
import { make } from "../page/elements.ts";
import { fill, texts } from "../texts.ts";
import { blobParts } from "../wire/desk.ts";
import { Refused, WireError } from "../wire/errors.ts";
import type { CaseView } from "./case_view.ts";
import { viewer } from "./viewing.ts";

const KIB = 1024;

export function attachmentList(view: CaseView, { attachments, epoch }: Content): HTMLElement {
  const rows = attachments.map((attachment) => attachmentRow(view, attachment, epoch));
  return make("ul", { class: "files", "aria-label": texts.files.title }, ...rows);
}

function attachmentRow(view: CaseView, attachment: Attachment, epoch: number): HTMLElement {
  const place = make("div", { class: "files__place" });
  const open = (): Promise<Bytes> => attachmentBytes(view, attachment, epoch);
  const look = async (): Promise<void> => {
    const bytes = await open();
    const shown = viewer(bytes, attachment.name);
    if (!shown) throw new Refused(texts.files.notShown);
    place.replaceChildren(...shown);
  };
  const take = async (): Promise<void> => {
    const said = [make("p", {}, texts.files.warning), make("p", {}, texts.files.warningMore)];
    const name = neutralName(numberOf(view, attachment), attachment.name);
    said.push(make("p", {}, fill(texts.files.takenAs, { name })));
    if (!(await asked({ title: texts.files.takeTitle, said, yes: texts.files.take }))) return;
    download(await open(), name);
  };
  const size = fill(texts.files.size, { size: Math.max(1, Math.round(attachment.size / KIB)) });
  return make(
    "li",
    {},
    make(
      "p",
      { class: "files__name" },
      attachment.name,
      make("span", { class: "quiet" }, ` ${size}`),
    ),
    make(
      "div",
      { class: "buttons" },
      about(button(texts.files.look, look), attachment.name),
      about(button(texts.files.take, take, "link"), attachment.name),
    ),
    place,
  );
}

/** The number of a file among all of the appeal. */
function numberOf({ opened }: CaseView, { blob }: Attachment): number {
  const all = opened.threads.case.letters.flatMap(({ content }) => content.attachments);
  return all.findIndex((each) => each.blob === blob) + 1;
}

/** The file as it was before it was sealed, checked against what its letter says of it. */
export async function attachmentBytes(
  view: CaseView,
  attachment: Attachment,
  epoch: number,
): Promise<Bytes> {
  const identity = view.opened.identities.case.get(epoch);
  if (identity === undefined) throw new Refused(texts.errors.noWrap);
  say(texts.files.opening);
  const bytes = await openFile(blobParts(attachment.blob), identity, attachment).catch(
    (error: unknown) => {
      throw error instanceof WireError ? error : new Refused(texts.files.damaged);
    },
  );
  say("");
  return bytes;
}

/** Hand a file to the browser, which saves it under a name that says nothing. */
export function download(bytes: Bytes, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = make("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

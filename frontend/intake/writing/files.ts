/** Files: chosen, looked at, and sent without what they tell beside themselves. */
import { LARGEST, clean } from "../../sealing/index.ts";
import { type Chosen, sentOf } from "../appeal.ts";
import { type Child, listed, made, paragraph, spoken } from "../elements.ts";
import { tick } from "../fields.ts";
import { show } from "../showing.ts";
import { say, sayOr, saySize } from "../texts.ts";
import type { Walk } from "./walk.ts";

/** What a case takes on one day. */
const ALL = 60 * 1024 * 1024;
let lastId = 0;

export function showFiles(walk: Walk): void {
  const { appeal } = walk;
  const picker = picked(appeal.files);
  show({
    heading: say("files.heading"),
    content: [paragraph(say("files.hint")), ...picker.content],
    buttons: [
      { label: say("button.next"), go: () => (picker.isDecided() ? walk.next() : undefined) },
      { label: say("button.back"), go: walk.back },
    ],
  });
}

export interface Picker {
  content: Child[];
  /** Whether each file can be sent; if not, it says which has to be decided about. */
  isDecided: () => boolean;
}

/** What files are chosen with; they are added to the list that is given. */
export function picked(files: Chosen[]): Picker {
  const told = spoken();
  const list = made("ul", { class: "files" });
  const input = made("input", { type: "file", id: "files", class: "files__input", multiple: true });
  const draw = (): void => {
    list.replaceChildren(...files.map((file) => rowOf(file, draw, () => remove(files, file, draw))));
    list.hidden = !files.length;
  };
  input.addEventListener("change", () => {
    const chosen = [...(input.files ?? [])];
    // The box holds nothing back: what was chosen twice is asked for twice.
    input.value = "";
    void add(files, chosen, told).then(draw);
  });
  draw();
  const limit = say("files.limit", { one: saySize(LARGEST), all: saySize(ALL) });
  return {
    content: [
      made(
        "div",
        { class: "field" },
        made("label", { for: "files", class: "files__label" }, say("files.choose")),
        made("p", { class: "quiet", id: "files-limit" }, limit),
        input,
      ),
      told,
      list,
    ],
    isDecided: () => {
      const open = files.find((file) => file.keepsOriginal === undefined);
      if (!open) return true;
      told.textContent = say("files.undecided");
      document.getElementById(`file-${open.id}`)?.focus();
      return false;
    },
  };
}

function remove(files: Chosen[], file: Chosen, draw: () => void): void {
  files.splice(files.indexOf(file), 1);
  draw();
  document.getElementById("files")?.focus();
}

async function add(files: Chosen[], chosen: readonly File[], told: HTMLElement): Promise<void> {
  const left: string[] = [];
  for (const file of chosen) {
    const { name } = file;
    told.textContent = say("files.looking", { file: name });
    const together = files.reduce((sum, each) => sum + sentOf(each).size, file.size);
    if (!file.size) left.push(say("files.empty", { file: name }));
    else if (file.size > LARGEST) left.push(say("files.large", { file: name, number: saySize(LARGEST) }));
    else if (together > ALL) left.push(say("files.many", { file: name }));
    else files.push(await lookedAt(file));
  }
  told.textContent = left.join(" ");
}

async function lookedAt(file: File): Promise<Chosen> {
  lastId += 1;
  const chosen = { id: lastId, name: file.name, type: file.type, original: file };
  const { bytes, found, kind } = clean(new Uint8Array(await file.arrayBuffer()), file.type);
  const cleaned = kind === "clean" ? new Blob([bytes], { type: file.type }) : undefined;
  return { ...chosen, cleaned, found, keepsOriginal: cleaned ? false : undefined };
}

function rowOf(file: Chosen, draw: () => void, onRemove: () => void): HTMLLIElement {
  const id = `file-${file.id}`;
  const label = say(file.cleaned ? "files.original" : "files.raw.keep");
  const keep = tick(id, label, file.keepsOriginal === true);
  keep.addEventListener("change", () => {
    file.keepsOriginal = keep.checked || (file.cleaned ? false : undefined);
    draw();
    document.getElementById(id)?.focus();
  });
  const out = made("button", { type: "button", class: "button button--quiet" }, say("files.remove", { file: file.name }));
  out.addEventListener("click", onRemove);
  const isOffered = !file.cleaned || file.found.length > 0;
  return made(
    "li",
    { class: "file" },
    made("p", { class: "file__name" }, `${file.name} (${saySize(sentOf(file).size)})`),
    paragraph(saidOf(file)),
    isOffered ? keep.row : undefined,
    out,
  );
}

/** What we found out about a file, in a sentence. */
function saidOf(file: Chosen): string {
  if (!file.cleaned) return say("files.raw");
  if (!file.found.length) return say("files.clean");
  const found = file.found.map((trace) => sayOr(`trace.${trace}`, "trace.other")).join(say("list.joint"));
  return say(file.keepsOriginal ? "files.kept" : "files.found", { found });
}

/** The names of files, for who looks at what will be sent. */
export function namesOf(files: readonly Chosen[]): Child {
  if (!files.length) return say("check.nothing");
  return listed(files.map((file) => `${file.name} (${saySize(sentOf(file).size)})`));
}

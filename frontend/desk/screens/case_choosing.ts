/** Choosing files for an answer: what a camera wrote into a picture is taken out at once. */
import { LARGEST, clean } from "../../sealing/index.ts";
import type { Attached } from "../cases/attaching.ts";
import { acting, button } from "../page/acting.ts";
import { make, newId, quiet } from "../page/elements.ts";
import { fill, texts } from "../texts.ts";
import { Refused } from "../wire/errors.ts";

interface Choosing {
  whole: HTMLElement;
  chosen: () => Attached[];
  forget: () => void;
}

export function fileField(): Choosing {
  let files: (Attached & { note: string })[] = [];
  const id = newId();
  const list = make("ul", { class: "files" });
  const control = make("input", { type: "file", id, multiple: true });
  const draw = (): void => {
    const rows = files.map((file) => {
      const drop = button(fill(texts.files.drop, { name: file.name }), () => {
        files = files.filter((each) => each !== file);
        draw();
      });
      return make("li", {}, make("p", { class: "files__name" }, file.name), quiet(file.note), drop);
    });
    list.replaceChildren(...rows);
  };
  const add = async (): Promise<void> => {
    const picked = [...(control.files ?? [])];
    control.value = "";
    for (const file of picked) files.push(await cleaned(file));
    draw();
  };
  control.addEventListener("change", () => void acting(control, add));
  const label = make("label", { for: id }, texts.files.add);
  return {
    whole: make("div", { class: "field" }, label, control, list),
    chosen: () => files.map(({ name, type, content }) => ({ name, type, content })),
    forget: () => {
      files = [];
      draw();
    },
  };
}

async function cleaned(file: File): Promise<Attached & { note: string }> {
  if (file.size > LARGEST) throw new Refused(fill(texts.files.tooLarge, { name: file.name }));
  const { bytes, found, kind } = clean(new Uint8Array(await file.arrayBuffer()), file.type);
  const note = found.length ? texts.files.cleaned : texts.files.plain;
  const content = new Blob([bytes]);
  return {
    name: file.name,
    type: file.type,
    content,
    note: kind === "unknown" ? texts.files.unknown : note,
  };
}

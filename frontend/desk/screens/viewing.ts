/**
 * Looking at a file of a stranger: pictures and plain text alone, in a frame that has no origin and
 * may run nothing. What a file is its first bytes say; its name and its sender are not asked.
 */
import { type Bytes, toBase64 } from "../../sealing/index.ts";
import { button } from "../page/acting.ts";
import { make, notice } from "../page/elements.ts";
import { fill, texts } from "../texts.ts";

const HEAD = 12;
const PICTURES: [type: string, begin: RegExp][] = [
  ["image/jpeg", /^ffd8ff/],
  ["image/png", /^89504e470d0a1a0a/],
  ["image/gif", /^474946383[79]61/],
  ["image/webp", /^52494646.{8}57454250/],
];

/** The file in its frame, with what belongs to it; nothing if it is no picture and no text. */
export function viewer(bytes: Bytes, name: string): HTMLElement[] | undefined {
  const type = pictureType(bytes);
  if (type) return pictureViewer(bytes, type, name);
  return isText(bytes)
    ? [frameOf(new Blob([bytes], { type: "text/plain;charset=utf-8" }), name)]
    : undefined;
}

function pictureType(bytes: Bytes): string | undefined {
  const begin = Array.from(bytes.subarray(0, HEAD), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  return PICTURES.find(([, pattern]) => pattern.test(begin))?.[0];
}

function isText(bytes: Bytes): boolean {
  try {
    return !new TextDecoder("utf-8", { fatal: true }).decode(bytes).includes("\0");
  } catch {
    return false;
  }
}

/** A picture, as wide as its frame or in its own size; blurred until somebody asks to see it. */
function pictureViewer(bytes: Bytes, type: string, name: string): HTMLElement[] {
  const source = `data:${type};base64,${toBase64(bytes)}`;
  let [isBlurred, isLarge] = [true, false];
  const place = make("div", { class: "viewer__place" });
  const clear = button(texts.files.clear, () => {
    isBlurred = !isBlurred;
    draw();
  });
  const size = button(texts.files.larger, () => {
    isLarge = !isLarge;
    draw();
  });
  function draw(): void {
    const width = isLarge ? "" : ' width="100%"';
    const page = `<!doctype html><meta charset="utf-8"><img alt="" src="${source}"${width}>`;
    const shown = frameOf(new Blob([page], { type: "text/html;charset=utf-8" }), name);
    shown.classList.toggle("viewer--blurred", isBlurred);
    place.replaceChildren(shown);
    clear.textContent = isBlurred ? texts.files.clear : texts.files.blur;
    size.textContent = isLarge ? texts.files.smaller : texts.files.larger;
    size.hidden = isBlurred;
  }
  draw();
  return [
    notice("quiet", make("p", {}, texts.files.blurred)),
    make("div", { class: "buttons" }, clear, size),
    place,
  ];
}

function frameOf(content: Blob, name: string): HTMLIFrameElement {
  const address = URL.createObjectURL(content);
  const title = fill(texts.files.frame, { name });
  const shown = make("iframe", { class: "viewer", sandbox: true, title, src: address });
  shown.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
  return shown;
}

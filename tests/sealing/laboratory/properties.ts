/** What must hold for whatever is put in: thousands of random cases, in the browser. */
import {
  type Draft,
  type Json,
  NotAFrame,
  WrongCode,
  canonical,
  clean,
  codeDigits,
  codeWords,
  frame,
  isProved,
  newIdentity,
  newMemberKeys,
  newSecret,
  openLetter,
  paddedSize,
  randomBytes,
  readCanonical,
  readCode,
  sealByMember,
  sealByPerson,
  toHex,
  unframe,
} from "../../../frontend/sealing/index.ts";

const LETTERS = ["a", "ў", "'", '"', "\\", "\n", "\u0001", "\u007f", "\u2028", "🙂", "\ud83d", "0"];

function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}

function oneOf<Value>(values: readonly Value[]): Value {
  return values[below(values.length)] as Value;
}

function require(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** Codes are read back in every form, and hardly any other text is a code. Returns how many. */
export function codesComeBack(words: readonly string[], count: number): { wrong: number } {
  let wrong = 0;
  for (let each = 0; each < count; each += 1) {
    const secret = newSecret();
    const shown = codeWords(secret, words);
    const digits = codeDigits(secret);
    const forms = [
      shown.join(" "),
      shown.map((word) => word.slice(0, 4).toUpperCase()).join(" - "),
      digits.join(" "),
      [...digits.join("")].join("\u00a0"),
    ];
    for (const form of forms) {
      require(toHex(readCode(form, [words])) === toHex(secret), `${toHex(secret)}: ${form}`);
    }
    shown[below(8)] = oneOf(words);
    wrong += isCode(shown.join(" "), words) ? 0 : 1;
  }
  return { wrong };
}

function isCode(typed: string, words: readonly string[]): boolean {
  try {
    readCode(typed, [words]);
    return true;
  } catch (error) {
    if (error instanceof WrongCode) return false;
    throw error;
  }
}

/** Frames hold what was put in, have one of few sizes, and one changed byte of padding is seen. */
export function framesComeBack(count: number): { sizes: number } {
  const sizes = new Set<number>();
  for (let each = 0; each < count; each += 1) {
    const bytes = randomBytes(below(2 ** below(15)));
    const framed = frame(bytes);
    sizes.add(framed.length);
    require(toHex(unframe(framed)) === toHex(bytes), `a frame of ${bytes.length} bytes`);
    require(framed.length === paddedSize(framed.length), `${framed.length} is a size`);
    if (framed.length === bytes.length + 4) continue;
    framed[framed.length - 1 - below(framed.length - bytes.length - 4)] = 1 + below(255);
    require(isRefused(framed), `padding of ${bytes.length} bytes`);
  }
  return { sizes: sizes.size };
}

function isRefused(framed: Uint8Array<ArrayBuffer>): boolean {
  try {
    unframe(framed);
    return false;
  } catch (error) {
    return error instanceof NotAFrame;
  }
}

/** No size is larger than an eighth more, and none is smaller than what it holds. */
export function sizesAreSound(most: number): { sizes: number } {
  const sizes = new Set<number>();
  for (let size = 4096; size <= most; size += 1 + (size >> 12)) {
    const padded = paddedSize(size);
    require(padded >= size && padded <= size * 1.125 && paddedSize(padded) === padded, `${size}`);
    sizes.add(padded);
  }
  return { sizes: sizes.size };
}

function anyText(): string {
  return Array.from({ length: below(12) }, () => oneOf(LETTERS)).join("");
}

function anyJson(depth: number): Json {
  const kind = below(depth > 0 ? 6 : 4);
  if (kind === 0) return anyText();
  if (kind === 1) return below(2 ** 52) - 2 ** 51;
  if (kind === 2) return null;
  if (kind === 3) return below(2) === 1;
  if (kind === 4) return Array.from({ length: below(4) }, () => anyJson(depth - 1));
  return anyObject(depth - 1);
}

function anyObject(depth: number): { [name: string]: Json } {
  const names = Array.from({ length: below(5) }, () => `n${below(99)}`);
  return Object.fromEntries(names.map((name) => [name, anyJson(depth)]));
}

/** Letters of both sides open again as they were said, and prove who wrote them. */
export async function lettersComeBack(count: number): Promise<{ kept: number }> {
  const identity = await newIdentity();
  const { seed, verify } = await newMemberKeys();
  for (let each = 0; each < count; each += 1) {
    const draft: Draft = {
      case: toHex(randomBytes(32)),
      epoch: 1 + below(9),
      seq: 2,
      prev: toHex(randomBytes(32)),
      day: "2031-02-03",
      kind: oneOf(["text", "status", "ack", "note"] as const),
      body: anyObject(4),
    };
    const signer = { seed, kid: toHex(randomBytes(8)), roster: 1 + below(99) };
    const isPerson = below(2) === 0;
    const sealed = isPerson
      ? await sealByPerson(draft, identity)
      : await sealByMember(draft, identity, signer);
    const opened = await openLetter(sealed, identity);
    require(await isProved(opened, verify), `a proof of ${JSON.stringify(draft)}`);
    const said = readCanonical(canonical(opened.content.body));
    require(canonical(said) === canonical(whole(draft.body)), JSON.stringify(draft));
    const place = below(opened.proof.length);
    opened.proof[place] = (opened.proof[place] ?? 0) ^ (1 + below(255));
    require(!(await isProved(opened, verify)), "a changed proof");
  }
  return { kept: count };
}

function whole(value: Draft["body"]): Draft["body"] {
  const text = JSON.stringify(value).replace(/\\ud83d/g, "\ufffd");
  return JSON.parse(text) as Draft["body"];
}

/** Whatever is cut off or changed, cleaning says that it does not know, or cleans. */
export function brokenPicturesAreSurvived(
  pictures: readonly Uint8Array<ArrayBuffer>[],
  count: number,
): { clean: number; unknown: number } {
  const found = { clean: 0, unknown: 0 };
  for (let each = 0; each < count; each += 1) {
    const broken = oneOf(pictures).slice();
    for (let change = below(4); change >= 0; change -= 1) broken[below(broken.length)] = below(256);
    const cut = below(2) === 0 ? broken : broken.subarray(0, below(broken.length));
    found[clean(cut, "image/jpeg").kind] += 1;
  }
  return found;
}

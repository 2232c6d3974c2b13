/** The code, after everything has arrived: shown, compared with the paper, and forgotten. */
import { type Bytes, codeDigits, codeWords, readCode } from "../../sealing/index.ts";
import { type Child, made, paragraph, part } from "../elements.ts";
import type { Facts } from "../facts.ts";
import { box } from "../fields.ts";
import { show } from "../showing.ts";
import { type Key, say, wordList } from "../texts.ts";

const WORDS = 8;
const GROUPS = 3;

export interface Handing {
  facts: Facts;
  secret: Bytes;
  /** A sentence about files on their way; the same element on each screen. */
  told: HTMLElement;
  /** The code is on paper, or is not wanted: what remains is to wipe the page. */
  done: (isComingBack: boolean) => void;
}

export function showCode(handing: Handing): void {
  const { facts, secret, told } = handing;
  const words = codeWords(secret, wordList()).map((word) => made("li", {}, word));
  const digits = codeDigits(secret).map((group) => made("li", {}, inThrees(group)));
  show({
    heading: say("code.heading"),
    content: [
      told,
      made("p", { class: "notice" }, facts.receiptCode),
      part(say("code.words"), made("ol", { class: "code", translate: "no" }, ...words)),
      part(say("code.digits"), made("ol", { class: "code code--digits", translate: "no" }, ...digits)),
      paragraph(say("code.same")),
      paragraph(say("code.paper")),
    ],
    buttons: [
      { label: say("code.written"), go: () => showConfirm(handing) },
      { label: say("code.never"), kind: "quiet", go: () => showNever(handing) },
    ],
  });
}

function showConfirm(handing: Handing): void {
  const word = chance(WORDS);
  const group = chance(GROUPS);
  const typed = box({ id: "confirm", label: say("confirm.label"), value: "", className: "box--middle" });
  const asked = { word: word + 1, group: say(`confirm.group.${group + 1}` as Key) };
  const content: Child[] = [handing.told, paragraph(say("confirm.ask", asked)), typed.element];
  show({
    heading: say("confirm.heading"),
    content,
    buttons: [
      {
        label: say("confirm.check"),
        go: () => {
          const isRight = isOnPaper(typed.input.value, handing.secret, { word, group });
          typed.complain(isRight ? "" : say("confirm.wrong"));
          if (isRight) handing.done(true);
        },
      },
      { label: say("confirm.again"), go: () => showCode(handing) },
      { label: say("code.never"), kind: "quiet", go: () => showNever(handing) },
    ],
  });
}

function showNever(handing: Handing): void {
  show({
    heading: say("never.heading"),
    content: [handing.told, paragraph(say("never.text"))],
    buttons: [
      { label: say("never.yes"), go: () => handing.done(false) },
      { label: say("confirm.again"), go: () => showCode(handing) },
    ],
  });
}

/**
 * Whether somebody typed the word or the group that was asked for. Read with the rest of the code
 * around it, so that it is taken as it will be when they come back: four letters, any case.
 */
export function isOnPaper(
  typed: string,
  secret: Bytes,
  { word, group }: { word: number; group: number },
): boolean {
  const words = codeWords(secret, wordList());
  const digits = codeDigits(secret);
  const inWords = words.map((each, at) => (at === word ? typed : each)).join(" ");
  const inDigits = digits.map((each, at) => (at === group ? typed : each)).join(" ");
  return isSame(inWords, secret) || isSame(inDigits, secret);
}

function isSame(code: string, secret: Bytes): boolean {
  try {
    return readCode(code, [wordList()]).every((byte, at) => byte === secret[at]);
  } catch {
    return false;
  }
}

/** As telephone numbers are written, so that nobody loses their place. */
function inThrees(group: string): string {
  return (group.match(/.{3}/g) ?? []).join("\u00a0");
}

function chance(of: number): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % of;
}

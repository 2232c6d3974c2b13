/** Coming back: the code from the paper. What is mistyped is told here, without asking the server. */
import { type Bytes, WrongCode, deriveCase, readCode } from "../../sealing/index.ts";
import { type Box, openBox } from "../box.ts";
import { spoken } from "../elements.ts";
import type { Facts } from "../facts.ts";
import { box } from "../fields.ts";
import { show } from "../showing.ts";
import { type Key, say, wordList } from "../texts.ts";
import { Refused } from "../wire.ts";
import { reasonOf } from "../writing/sending.ts";

/** `opened` is called with the case, and with what its code is made of. */
export function showEnter(
  facts: Facts,
  opened: (box: Box, secret: Bytes) => void,
  start: () => void,
): void {
  const typed = box({
    id: "code",
    label: say("enter.label"),
    value: "",
    rows: 3,
    hints: [say("enter.hint")],
    className: "box--code",
  });
  const told = spoken();
  const open = async (): Promise<void> => {
    const read = secretIn(typed.input.value);
    typed.complain(typeof read === "string" ? read : "");
    if (typeof read === "string") return;
    told.textContent = say("enter.opening");
    try {
      const keys = await deriveCase(read, facts.instance);
      const onLetter = (number: number, all: number): void => {
        told.textContent = say("read.loading", { number, all });
      };
      opened(await openBox(facts, keys, onLetter), read);
    } catch (error) {
      told.textContent = "";
      typed.complain(wrongWith(error));
    }
  };
  show({
    heading: say("enter.heading"),
    content: [typed.element, told],
    buttons: [
      { label: say("enter.open"), go: open },
      { label: say("button.back"), go: start },
    ],
  });
}

/** The secret, or a sentence about what is wrong with what was typed. */
function secretIn(typed: string): Bytes | string {
  try {
    return readCode(typed, [wordList()]);
  } catch (error) {
    if (!(error instanceof WrongCode)) throw error;
    const keys: Record<WrongCode["mistake"], Key> = {
      empty: "enter.empty",
      count: "enter.count",
      word: "enter.word",
      check: "enter.wrong",
    };
    return say(keys[error.mistake], { number: error.place });
  }
}

/** A code that nobody has and one whose case is gone are the same: the server says one word. */
function wrongWith(error: unknown): string {
  return error instanceof Refused && error.reason === "unknown" ? say("enter.unknown") : say(reasonOf(error));
}

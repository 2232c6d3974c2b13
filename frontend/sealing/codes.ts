/** The code of a case: ten random bytes and a check, as eight words or as 27 digits. */
import { sha256 as digest } from "@noble/hashes/sha2.js";
import { type Bytes, joined, randomBytes, utf8 } from "./bytes.ts";
import { placesIn, plain, telling } from "./words.ts";

const SECRET_BYTES = 10;
const BYTE = 256;
const LIST = 2048;
const WORDS = 8;
const GROUP = 1_000_000_000;
const GROUPS = 3;
const GROUP_DIGITS = 9;
const LONGEST = 1000; // characters typed, more than any code with everything around it

/**
 * What is wrong with a typed code: nothing was typed; it has neither eight words nor 27 digits; one
 * word is in no list with the others; or it is well formed, and mistyped somewhere.
 */
export type Mistake = "empty" | "count" | "word" | "check";

/** What was typed is no code; nobody needs to be asked about it. */
export class WrongCode extends Error {
  readonly mistake: Mistake;
  /** Of the word, from 1; 0 where no single one is to blame. */
  readonly place: number;

  constructor(mistake: Mistake, place = 0) {
    super(`this is not a code: ${mistake}`);
    this.mistake = mistake;
    this.place = place;
  }
}

export function newSecret(): Bytes {
  return randomBytes(SECRET_BYTES);
}

/** The eight words, out of the 2,048 of a language. */
export function codeWords(secret: Uint8Array, words: readonly string[]): string[] {
  if (words.length !== LIST) throw new RangeError("a list has 2,048 words");
  return rebased(withCheck(secret), BYTE, { to: LIST, count: WORDS }).map(
    (number) => words[number] ?? "",
  );
}

/** Three groups of nine digits, which look like three telephone numbers. */
export function codeDigits(secret: Uint8Array): string[] {
  return rebased(withCheck(secret), BYTE, { to: GROUP, count: GROUPS }).map((number) =>
    String(number).padStart(GROUP_DIGITS, "0"),
  );
}

/** The secret that somebody typed, in either form and any of the lists. Throws WrongCode. */
export function readCode(typed: string, lists: readonly (readonly string[])[]): Bytes {
  const text = plain(typed.slice(0, LONGEST));
  const words = text.match(/\p{L}+/gu) ?? [];
  const digits = (text.match(/[0-9]/g) ?? []).join("");
  if (!words.length && !digits) throw new WrongCode("empty");
  if (typed.length > LONGEST) throw new WrongCode("count");
  if (words.length === WORDS) return firstRight(words, lists);
  if (words.length || digits.length !== GROUPS * GROUP_DIGITS) throw new WrongCode("count");
  return checked((digits.match(/.{9}/g) ?? []).map(Number), GROUP);
}

function withCheck(secret: Uint8Array): Bytes {
  if (secret.length !== SECRET_BYTES) throw new RangeError("a secret has ten bytes");
  return joined(secret, digest(joined(utf8("pe-code-v1"), secret)).subarray(0, 1));
}

/** The secret of the first list in which these words are a code. */
function firstRight(words: readonly string[], lists: readonly (readonly string[])[]): Bytes {
  const mistakes: WrongCode[] = [];
  for (const list of lists) {
    try {
      return checked(numbersIn(words, list), LIST);
    } catch (error) {
      if (!(error instanceof WrongCode)) throw error;
      mistakes.push(error);
    }
  }
  const isMistyped = mistakes.find(({ mistake }) => mistake === "check");
  // The list in which most of the words were found is the one that was meant.
  mistakes.sort((one, other) => other.place - one.place);
  throw isMistyped ?? mistakes[0] ?? new WrongCode("word");
}

function numbersIn(words: readonly string[], list: readonly string[]): number[] {
  const places = placesIn(list);
  return words.map((word, at) => {
    const number = places.get(telling(word, list));
    if (number === undefined) throw new WrongCode("word", at + 1);
    return number;
  });
}

function checked(digits: readonly number[], from: number): Bytes {
  const bytes = Uint8Array.from(rebased(digits, from, { to: BYTE, count: SECRET_BYTES + 1 }));
  const secret = bytes.slice(0, SECRET_BYTES);
  if (withCheck(secret)[SECRET_BYTES] !== bytes[SECRET_BYTES]) throw new WrongCode("check");
  return secret;
}

/** A number of one base written in another. Throws WrongCode if it has no room. */
export function rebased(
  digits: Iterable<number>,
  from: number,
  { to, count }: { to: number; count: number },
): number[] {
  const places = new Array<number>(count).fill(0);
  for (const digit of digits) {
    let carry = digit;
    for (let place = count - 1; place >= 0; place -= 1) {
      const sum = (places[place] ?? 0) * from + carry;
      places[place] = sum % to;
      carry = Math.floor(sum / to);
    }
    if (carry) throw new WrongCode("check");
  }
  return places;
}

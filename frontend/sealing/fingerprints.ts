/** What people read out to one another, to know that a key in a list is the one they hold. */
import { sha256, utf8 } from "./bytes.ts";
import { rebased } from "./codes.ts";

const BYTES = 11;
const BYTE = 256;
const LIST = 2048;
const WORDS = 8;

/** Eight of the 2,048 English words: 88 bits of a hash over both halves of a key. */
export async function fingerprint(
  recipient: string,
  verify: string,
  words: readonly string[],
): Promise<string[]> {
  if (words.length !== LIST) throw new RangeError("a list has 2,048 words");
  const hash = await sha256(utf8(`pe-key-v1${recipient}${verify}`));
  const numbers = rebased(hash.subarray(0, BYTES), BYTE, { to: LIST, count: WORDS });
  return numbers.map((number) => words[number] ?? "");
}

/** Many codes at once: lists of words take long on their way into a browser. */
import { WrongCode, codeDigits, codeWords, readCode } from "../../../frontend/sealing/index.ts";

type Lists = readonly (readonly string[])[];

/** The words and the digits of each secret. */
export function showCodes(secrets: Uint8Array[], words: readonly string[]): string[][] {
  return secrets.map((secret) => [
    codeWords(secret, words).join(" "),
    codeDigits(secret).join(" "),
  ]);
}

/** The secret that each text is, or what is wrong with it. */
export function readCodes(typed: string[], lists: Lists): unknown[] {
  return typed.map((text) => {
    try {
      return readCode(text, lists);
    } catch (error) {
      if (!(error instanceof WrongCode)) throw error;
      return [error.mistake, error.place];
    }
  });
}

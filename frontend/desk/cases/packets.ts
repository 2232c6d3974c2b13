/** A text sealed for somebody outside, who opens it with the stock age: padded with empty lines. */
import { type Bytes, paddedSize, protectByRecipient } from "../../sealing/index.ts";

export type { Bytes } from "../../sealing/index.ts";

const NEW_LINE = 10;

export function sealTo(recipient: string, text: string): Promise<Bytes> {
  const bytes = new TextEncoder().encode(`${text}\n`);
  const padded = new Uint8Array(paddedSize(bytes.length)).fill(NEW_LINE);
  padded.set(bytes);
  return protectByRecipient(padded, recipient);
}

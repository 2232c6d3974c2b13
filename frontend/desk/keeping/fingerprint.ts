/** The fingerprint of a member’s keys: what is read out to whoever signs the roster. */
import { sha256, toHex } from "../../sealing/index.ts";

const BYTES = 16;

/** Eight groups of four hexadecimal digits, of SHA-256("pe-keys-v1" || recipient || verify). */
export async function fingerprint(recipient: string, verify: string): Promise<string[]> {
  const hash = await sha256(new TextEncoder().encode(`pe-keys-v1${recipient}${verify}`));
  return toHex(hash.subarray(0, BYTES)).toUpperCase().match(/.{4}/g) ?? [];
}

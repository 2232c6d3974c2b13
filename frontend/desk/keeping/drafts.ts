/** Drafts: what somebody has begun to write. While the page is locked they lie sealed in memory. */
import { openByIdentity, protectByRecipient } from "../../sealing/index.ts";
import type { Bytes } from "../../sealing/index.ts";

let open = new Map<string, string>();
let sealed: Bytes | undefined;

export function draftOf(place: string): string {
  return open.get(place) ?? "";
}

export function keepDraft(place: string, text: string): void {
  if (text) open.set(place, text);
  else open.delete(place);
}

export function hasDrafts(): boolean {
  return open.size > 0 || sealed !== undefined;
}

/** Seal what there is to the member's own key, and forget it in clear. */
export async function lockDrafts(recipient: string): Promise<void> {
  const written = JSON.stringify([...open]);
  const hasAny = open.size > 0;
  open = new Map();
  if (!hasAny) return;
  sealed = await protectByRecipient(new TextEncoder().encode(written), recipient);
}

/** Bring back what was begun; another member's stays closed, and goes. */
export async function unlockDrafts(identity: string): Promise<void> {
  const bytes = sealed;
  sealed = undefined;
  if (!bytes) return;
  try {
    const written = new TextDecoder().decode(await openByIdentity(bytes, identity));
    open = new Map(JSON.parse(written) as [string, string][]);
  } catch {
    open = new Map();
  }
}

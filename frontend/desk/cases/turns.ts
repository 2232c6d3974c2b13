/** Whose turn it is in a case: who wrote its newest letter. It is read; no server says it. */
import { openByIdentity, unframe } from "../../sealing/index.ts";
import type { Session } from "../keeping/session.ts";
import { letterBytes, type QueueRow } from "../wire/desk.ts";
import { identitiesIn } from "./opening.ts";

export type Turn = "us" | "them" | "";

const known = new Map<string, Turn>();

export function forgetTurns(): void {
  known.clear();
}

/** The turn as far as it is known. Nobody has answered what nobody has opened. */
export function turnOf({ last, state }: Pick<QueueRow, "last" | "state">): Turn {
  if (state === "new") return "us";
  return (last && known.get(last.id)) ?? "";
}

/**
 * Learn whose turn it is from the newest letter. Its place is checked when the case is opened; here
 * it decides an order of work and nothing else.
 */
export async function learnTurn(
  session: Session,
  { last, wraps }: Pick<QueueRow, "last" | "wraps">,
): Promise<void> {
  if (!last || known.has(last.id)) return;
  const own = wraps.filter(({ stream, epoch }) => stream === "case" && epoch === last.epoch);
  const identity = (await identitiesIn(session, own)).case.get(last.epoch);
  known.set(
    last.id,
    identity === undefined ? "" : await turnIn(last.id, identity).catch((): Turn => ""),
  );
}

async function turnIn(id: string, identity: string): Promise<Turn> {
  const letter = unframe(await openByIdentity(await letterBytes(id), identity));
  const { content } = JSON.parse(new TextDecoder().decode(letter)) as { content: string };
  const { from } = JSON.parse(content) as { from?: unknown };
  return from === "person" ? "us" : "them";
}

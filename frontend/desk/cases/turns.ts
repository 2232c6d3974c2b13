/** Whose turn it is in a case: who wrote last what asks for an answer. It is read; no server says it. */
import { type JsonObject, type Kind, openByIdentity, unframe } from "../../sealing/index.ts";
import type { Session } from "../keeping/session.ts";
import { letterBytes, type QueueRow } from "../wire/desk.ts";
import { identitiesIn } from "./opening.ts";

export type Turn = "us" | "them" | "";
type Row = Pick<QueueRow, "state" | "last" | "wraps">;

/** What a letter makes of the turn: "aside" leaves it as it was, "" could not be read. */
type Said = Turn | "aside";

const known = new Map<string, Said>();

export function forgetTurns(): void {
  known.clear();
}

/** The turn as far as it is known. Nobody but the person wrote in a new case. */
export function turnOf({ state, last }: Row): Turn {
  if (state !== "open") return state === "new" ? "us" : "";
  const said = last.map(({ id }) => known.get(id) ?? "").find((each) => each !== "aside");
  return said === "us" || said === "them" ? said : "";
}

/**
 * Learn whose turn it is from the newest letters. Their places are checked when the case is opened;
 * here they decide an order of work and nothing else.
 */
export async function learnTurn(session: Session, { state, last, wraps }: Row): Promise<void> {
  if (state !== "open") return;
  for (const { id, epoch } of last) {
    if (!known.has(id)) {
      const own = wraps.filter((wrap) => wrap.stream === "case" && wrap.epoch === epoch);
      const identity = (await identitiesIn(session, own)).case.get(epoch);
      known.set(id, identity === undefined ? "" : await saidIn(id, identity).catch((): Said => ""));
    }
    if (known.get(id) !== "aside") return;
  }
}

async function saidIn(id: string, identity: string): Promise<Said> {
  const letter = unframe(await openByIdentity(await letterBytes(id), identity));
  const { content } = JSON.parse(new TextDecoder().decode(letter)) as { content: string };
  const { from, kind, body } = JSON.parse(content) as {
    from: unknown;
    kind: Kind;
    body: JsonObject;
  };
  if (from === "person") return "us";
  // That a letter was read, or a key changed, answers nothing.
  return kind === "ack" || (kind === "status" && body.state === "rekeyed") ? "aside" : "them";
}

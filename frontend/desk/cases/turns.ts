/** Whose turn it is in a case: who wrote last what asks for an answer. It is read; no server says it. */
import { type Bytes, type Content, openByIdentity, unframe } from "../../sealing/index.ts";
import type { Session } from "../keeping/session.ts";
import { lettersTogether, type QueueRow } from "../wire/desk.ts";
import { type Opened, identitiesIn } from "./opening.ts";

// As many as one answer holds, unless somebody writes at great length: then the next brings the rest.
const TOGETHER = 100;

export type Turn = "us" | "them" | "";
type Row = Pick<QueueRow, "state" | "last" | "wraps">;
type Unread = QueueRow["last"][number] & Pick<QueueRow, "wraps">;

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
 * Learn whose turn it is in cases, from their newest letters, fetched many together. Their places are
 * checked when a case is opened; here they decide an order of work and nothing else. What did not
 * come is asked for again with the others, until nothing comes, and then the next time.
 */
export async function learnTurns(
  session: Session,
  rows: readonly Row[],
  isLeft: () => boolean,
): Promise<void> {
  for (let wanted = unread(rows); wanted.length && !isLeft(); wanted = unread(rows)) {
    const together = wanted.slice(0, TOGETHER);
    const came = await lettersTogether(together.map(({ id }) => id)).catch(() => undefined);
    if (!together.some(({ id }) => came?.has(id))) return;
    const learning = together.map(async ({ id, epoch, wraps }) => {
      const sealed = came?.get(id);
      if (sealed) known.set(id, await saidIn(session, sealed, { epoch, wraps }).catch((): Said => ""));
    });
    await Promise.all(learning);
  }
}

/** Learn it from the letters of a case that was opened, to be read or to be searched. */
export function noteTurns({ threads }: Pick<Opened, "threads">): void {
  for (const { id, content } of threads.case.letters) known.set(id, saidBy(content));
}

/** Of each case the letter to be read next: the newest, unless it is known to leave it aside. */
function unread(rows: readonly Row[]): Unread[] {
  return rows.flatMap(({ state, last, wraps }) => {
    if (state !== "open") return [];
    const next = last.find(({ id }) => known.get(id) !== "aside");
    return next && !known.has(next.id) ? [{ ...next, wraps }] : [];
  });
}

async function saidIn(
  session: Session,
  sealed: Bytes,
  { epoch, wraps }: Pick<Unread, "epoch" | "wraps">,
): Promise<Said> {
  const own = wraps.filter((wrap) => wrap.stream === "case" && wrap.epoch === epoch);
  const identity = (await identitiesIn(session, own)).case.get(epoch);
  if (identity === undefined) return "";
  const letter = unframe(await openByIdentity(sealed, identity));
  const { content } = JSON.parse(new TextDecoder().decode(letter)) as { content: string };
  return saidBy(JSON.parse(content) as Pick<Content, "from" | "kind" | "body">);
}

function saidBy({ from, kind, body }: Pick<Content, "from" | "kind" | "body">): Said {
  if (from === "person") return "us";
  // That a letter was read, or a key changed, answers nothing.
  return kind === "ack" || (kind === "status" && body.state === "rekeyed") ? "aside" : "them";
}

/** The queue: what waits, in the order in which somebody tired should look at it. */
import { type Header, fromBase64, openHeader } from "../../sealing/index.ts";
import type { Session } from "../keeping/session.ts";
import { type Class, type QueueRow, queue } from "../wire/desk.ts";
import { identitiesIn } from "./opening.ts";

export interface Waiting extends Omit<QueueRow, "header"> {
  /** Nothing where this member has no key for it. */
  header: Header | undefined;
}

const ORDER: Record<Class, number> = { danger: 0, deadline: 1, normal: 2 };
const LATEST = "9999";

/** Ask for the queue and open its headers; those opened `before` are not opened again. */
export async function loadQueue(session: Session, before: readonly Waiting[]): Promise<Waiting[]> {
  const known = new Map(before.map(({ ref, header }) => [ref, header]));
  await session.refresh();
  // The root key of another embassy is not pinned here: its desk has an address of its own.
  const rows = (await queue()).filter(({ embassy }) => session.rosters.has(embassy));
  const opened = await Promise.all(
    rows.map(async ({ header, ...row }) => {
      return { ...row, header: known.get(row.ref) ?? (await headerIn(session, header, row.wraps)) };
    }),
  );
  return opened.sort((one, other) => placeOf(one).localeCompare(placeOf(other)));
}

async function headerIn(
  session: Session,
  header: string,
  wraps: QueueRow["wraps"],
): Promise<Header | undefined> {
  const first = wraps.filter(({ stream, epoch }) => stream === "case" && epoch === 1);
  const identity = (await identitiesIn(session, first)).case.get(1);
  if (identity === undefined) return undefined;
  return openHeader(fromBase64(header), identity).catch(() => undefined);
}

/** Danger first, what nobody has yet before that; then by deadline, and the oldest first. */
function placeOf({ state, class: kind, due, header, day }: Waiting): string {
  const isClosed = state === "closed" ? 1 : 0;
  return [isClosed, ORDER[kind], due || LATEST, header?.deadline || LATEST, day].join("|");
}

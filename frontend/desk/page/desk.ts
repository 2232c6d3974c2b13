/** The unlocked desk, as its screens know it. */
import type { Finder } from "../cases/finding.ts";
import type { Opened } from "../cases/opening.ts";
import type { Waiting } from "../cases/queue.ts";
import type { Session } from "../keeping/session.ts";

export interface Desk {
  readonly session: Session;
  /** Cases opened since the page was unlocked, by ref. */
  readonly opened: Map<string, Opened>;
  readonly finder: Finder;
  queue: Waiting[];
  /** Show the queue, and say what was done before. */
  toQueue: (done?: string) => void;
  toCase: (ref: string) => void;
  toSearch: () => void;
  lock: (why?: string) => void;
}

/** The rosters of one embassy: the one in force, and those that older letters lean on. */
import {
  type Bytes,
  type Entry,
  NotARoster,
  type Roster,
  type RosterProblem,
  readOldRoster,
  readRemoved,
  readRoster,
} from "../../sealing/index.ts";
import { today } from "../texts.ts";
import { WireError } from "../wire/errors.ts";
import { askBytes, askText } from "../wire/requests.ts";
import type { Office } from "./office.ts";

export class Rosters {
  readonly office: Office;
  /** The one in force; nothing if the server's was refused, for this reason. */
  current: Roster | undefined;
  problem: RosterProblem | "absent" | undefined;
  removed: string[] = [];
  private readonly known = new Map<number, Promise<Roster | undefined>>();
  private seen = 0;

  constructor(office: Office) {
    this.office = office;
  }

  /** Ask for the roster in force and for who was removed from it. */
  async load(): Promise<void> {
    const { code } = this.office;
    try {
      const [bytes, signature] = await this.signed(`/${code}/roster.json`);
      const expected = { ...this.expected(), today: today(), atLeast: this.seen };
      this.current = readRoster(bytes, signature, expected);
      this.seen = this.current.number;
      this.problem = undefined;
    } catch (error) {
      // A line that was cut says nothing of the roster there was.
      if (!(error instanceof WireError && error.word === "offline")) this.refuse(error);
    }
    await this.loadRemoved().catch(() => undefined);
  }

  private refuse(error: unknown): void {
    this.current = undefined;
    this.problem = error instanceof NotARoster ? error.reason : "absent";
  }

  private async loadRemoved(): Promise<void> {
    const kids = readRemoved(await askBytes(`/${this.office.code}/removed.json`));
    // Nobody comes back because a list was forgotten.
    this.removed = [...new Set([...this.removed, ...kids])];
  }

  /** The entry of a kid in the roster in force. */
  entry(kid: string): Entry | undefined {
    return this.current?.entries.find((entry) => entry.kid === kid);
  }

  /** The roster that a letter names, to check its signature with; nothing if there is none. */
  async numbered(number: number): Promise<Roster | undefined> {
    if (number === this.current?.number) return this.current;
    let roster = this.known.get(number);
    if (!roster) {
      roster = this.older(number);
      this.known.set(number, roster);
    }
    const found = await roster;
    if (!found) this.known.delete(number); // to be asked for again: the line may have been cut
    return found;
  }

  private async older(number: number): Promise<Roster | undefined> {
    try {
      const [bytes, signature] = await this.signed(`/${this.office.code}/rosters/${number}.json`);
      const roster = readOldRoster(bytes, signature, this.expected());
      return roster.number === number ? roster : undefined;
    } catch {
      return undefined;
    }
  }

  private signed(path: string): Promise<[Bytes, string]> {
    return Promise.all([askBytes(path), askText(`${path}.minisig`)]);
  }

  private expected(): { root: string; embassy: string } {
    return { root: this.office.root, embassy: this.office.code };
  }
}

/** What the page knows of the member while it is unlocked. It stands in memory and nowhere else. */
import { type Identity, type MemberKeys, fromBase64, unwrap } from "../../sealing/index.ts";
import { today } from "../texts.ts";
import { colleagues } from "../wire/desk.ts";
import type { Proved } from "../wire/desk.ts";
import { ownOffice } from "./office.ts";
import { Rosters } from "./rosters.ts";

const FRESH_MS = 60_000;

interface Who {
  /** The name they signed in with. */
  member: string;
  kid: string;
  keys: MemberKeys;
  identity: Identity;
}

export class Session {
  readonly member: string;
  readonly kid: string;
  readonly keys: MemberKeys;
  /** The member's own identity, where the browser can as a key that cannot be taken out. */
  readonly identity: Identity;
  readonly rosters: ReadonlyMap<string, Rosters>;
  /** Names of colleagues by kid, as the server has them. */
  readonly names = new Map<string, string>();
  private loadedAt = 0;
  private readonly identities = new Map<string, Promise<string | undefined>>();

  constructor(who: Who, { embassies }: Proved) {
    this.kid = who.kid;
    this.keys = who.keys;
    this.identity = who.identity;
    this.member = who.member;
    const office = ownOffice();
    const own: [string, Rosters][] = [[office.code, new Rosters(office)]];
    this.rosters = new Map(embassies.includes(office.code) ? own : []);
  }

  /** Load the rosters again when they are a minute old: a key may have been removed since. */
  async refresh(): Promise<void> {
    if (Date.now() - this.loadedAt > FRESH_MS) await this.load();
  }

  async load(): Promise<void> {
    this.loadedAt = Date.now();
    await Promise.all([...this.rosters.values()].map((each) => each.load()));
    const lists = await Promise.all(
      [...this.rosters.keys()].map((code) => colleagues(code).catch(() => [])),
    );
    for (const { kid, name } of lists.flat()) this.names.set(kid, name);
  }

  /** The identity in a wrap of this member’s; nothing if it is not for them. Each is opened once. */
  unwrapped(wrap: string): Promise<string | undefined> {
    let found = this.identities.get(wrap);
    if (!found) {
      found = unwrap(fromBase64(wrap), this.identity).catch(() => undefined);
      this.identities.set(wrap, found);
    }
    return found;
  }

  /** Write over what can be written over; the rest goes with the page's memory. */
  forget(): void {
    this.keys.seed.fill(0);
    this.names.clear();
    this.identities.clear();
  }

  nameOf(kid: string): string {
    return this.names.get(kid) ?? kid;
  }

  /** Whether the root signed this member's keys, and they are in force. */
  isOnRoster(embassy: string): boolean {
    const rosters = this.rosters.get(embassy);
    const entry = rosters?.entry(this.kid);
    if (!rosters || !entry || rosters.removed.includes(this.kid)) return false;
    const isOwn = entry.verify === this.keys.verify && entry.recipient === this.keys.recipient;
    return isOwn && entry.from <= today() && today() <= entry.to;
  }
}

/** The queue: a list, the most pressing first, and nothing of what people wrote. */
import { type Waiting, loadQueue } from "../cases/queue.ts";
import { learnTurns } from "../cases/turns.ts";
import { acting, say } from "../page/acting.ts";
import { make, quiet } from "../page/elements.ts";
import type { Desk } from "../page/desk.ts";
import type { Screen } from "../page/frame.ts";
import { counted, fill, texts } from "../texts.ts";
import { acknowledge } from "../wire/desk.ts";
import { filterFor, isWanted } from "./queue_filter.ts";
import { floodFor } from "./queue_flood.ts";
import { queueNotices } from "./queue_notices.ts";
import { type Doing, caseRow } from "./queue_row.ts";

const AGAIN_MS = 30_000;
// Of a group; the filter finds the others.
const MOST_SHOWN = 200;
const GROUPS = ["danger", "deadline", "normal", "closed"] as const;
type Group = (typeof GROUPS)[number];

export function queueScreen(desk: Desk): Screen {
  const shown = new ShownQueue(desk);
  const timer = setInterval(() => void shown.load().catch(() => undefined), AGAIN_MS);
  void acting(shown.list, () => shown.load());
  return {
    title: texts.queue.title,
    lead: [shown.lead],
    parts: [shown.notices, shown.filter.whole, shown.flood.whole, shown.list],
    onLeave: () => {
      shown.isLeft = true;
      clearInterval(timer);
    },
  };
}

class ShownQueue implements Doing {
  readonly list = make("div", { class: "queue" });
  readonly notices = make("div", { class: "stack" });
  readonly lead = make("p", { class: "queue__lead" });
  readonly filter = filterFor(() => this.draw());
  readonly flood = floodFor(
    (ref) => void this.open(ref),
    () => this.load(),
  );
  /** Another screen is there: what it needs comes first. */
  isLeft = false;
  private readonly desk: Desk;
  private asked = 0;
  private answered = 0;
  private taking: Promise<void> | undefined;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  async load(): Promise<void> {
    await this.loadRows();
    await this.learn();
  }

  private async loadRows(): Promise<void> {
    const { desk } = this;
    const before = new Set(desk.queue.map(({ ref }) => ref));
    this.asked += 1;
    const turn = this.asked;
    const rows = await loadQueue(desk.session, desk.queue);
    // What was asked earlier and comes later does not know what was done meanwhile.
    if (turn < this.answered) return;
    this.answered = turn;
    desk.queue = rows;
    this.draw();
    const dangers = desk.queue.filter((row) => row.due && !before.has(row.ref));
    if (before.size && dangers.length) say(texts.queue.newDanger);
  }

  private async learn(): Promise<void> {
    await learnTurns(this.desk.session, this.desk.queue, () => this.isLeft);
    if (!this.isLeft) this.draw();
  }

  /** Open a case, once what was said of it a moment ago is known. */
  async open(ref: string): Promise<void> {
    await this.taking?.catch(() => undefined);
    if (!this.isLeft) this.desk.toCase(ref);
  }

  async take(ref: string): Promise<void> {
    this.taking = this.acknowledge(ref);
    await this.taking;
    say(texts.queue.taken);
    await this.learn();
  }

  private async acknowledge(ref: string): Promise<void> {
    await acknowledge(ref);
    await this.loadRows();
  }

  /** Draw anew; what had the focus has it again, and what was unfolded stays so. */
  private draw(): void {
    const { queue } = this.desk;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.key;
    const isUnfolded = this.list.querySelector("details")?.open === true;
    const rows = queue.filter((row) => isWanted(row, this.filter.wanted()));
    this.lead.textContent = leadOf(queue);
    this.filter.offer(queue);
    this.flood.offer(queue);
    this.notices.replaceChildren(...queueNotices(this.desk, () => this.load()));
    this.list.replaceChildren(...GROUPS.flatMap((group) => groupOf(group, rows, this)));
    if (!rows.length)
      this.list.append(quiet(queue.length ? texts.queue.noneFiltered : texts.queue.none));
    this.list.querySelector("details")?.toggleAttribute("open", isUnfolded);
    const again = focused && document.querySelector<HTMLElement>(`[data-key="${focused}"]`);
    if (again) again.focus({ preventScroll: true });
  }
}

function isOpen({ state }: Waiting): boolean {
  return state !== "closed";
}

function groupIn(row: Waiting): Group {
  return row.state === "closed" ? "closed" : row.class;
}

function leadOf(rows: readonly Waiting[]): string {
  const unseen = rows.filter(({ state }) => state === "new").length;
  const open = rows.filter(isOpen).length;
  return open ? fill(texts.queue.lead, { unseen, open }) : "";
}

function groupOf(group: Group, all: readonly Waiting[], doing: Doing): HTMLElement[] {
  const rows = all.filter((row) => groupIn(row) === group);
  if (!rows.length) return [];
  const shown = rows.slice(0, MOST_SHOWN).map((row) => caseRow(row, doing));
  const more = rows.length - shown.length;
  const list = make(
    "div",
    {},
    make("ul", { class: "cases" }, ...shown),
    more > 0 && quiet(counted(texts.queue.more, more)),
  );
  if (group === "closed") {
    const summary = make("summary", {}, make("h2", {}, texts.queue.groups.closed));
    return [make("details", { class: "folded" }, summary, list)];
  }
  const kind = `queue__group queue__group--${group}`;
  const heading = make("h2", { class: kind }, texts.queue.groups[group]);
  return [make("section", { class: "queue__part" }, heading, list)];
}

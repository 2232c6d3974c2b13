/** One open case, as the parts of its screen share it: what is known, and who hears of news. */
import type { Stream, Thread } from "../../sealing/index.ts";
import { type Form, formOf, isEscrowTold, wordsOf } from "../cases/letters.ts";
import { type Opened, openCase } from "../cases/opening.ts";
import { loadQueue } from "../cases/queue.ts";
import { type Written, reseal, send } from "../cases/sending.ts";
import type { Desk } from "../page/desk.ts";
import { texts } from "../texts.ts";
import { acknowledge } from "../wire/desk.ts";
import { Refused, WireError } from "../wire/errors.ts";

export class CaseView {
  readonly desk: Desk;
  opened: Opened;
  private readonly redraws: (() => void)[] = [];

  constructor(desk: Desk, opened: Opened) {
    this.desk = desk;
    this.opened = opened;
    this.keep(opened);
  }

  get ref(): string {
    return this.opened.ref;
  }

  get form(): Form | undefined {
    return formOf(this.opened);
  }

  /** Draw now, and again whenever something is new. */
  watch(redraw: () => void): void {
    this.redraws.push(redraw);
    redraw();
  }

  /** Draw now, and again when letters of a stream came: what somebody does there is left alone. */
  watchThread(stream: Stream, redraw: () => void): void {
    let shown: Thread | undefined;
    this.watch(() => {
      const thread = this.opened.threads[stream];
      if (thread === shown) return;
      shown = thread;
      redraw();
    });
  }

  /** Ask what is new. True if letters came. */
  async refresh(): Promise<boolean> {
    const before = this.opened.sealed.size;
    await this.desk.session.refresh();
    const row = this.desk.queue.find(({ ref }) => ref === this.ref) ?? this.opened.row;
    this.keep(await openCase(this.desk.session, row, this.opened));
    for (const redraw of this.redraws) redraw();
    return this.opened.sealed.size > before;
  }

  /** Say that somebody has it: no one else is called. */
  async acknowledge(): Promise<void> {
    await acknowledge(this.ref);
    this.desk.queue = await loadQueue(this.desk.session, this.desk.queue);
    await this.refresh();
  }

  /** Make new keys, so that a key that was lost reads nothing of what is written from now on. */
  async reseal(): Promise<void> {
    await reseal(this.desk.session, this.opened);
    this.desk.queue = await loadQueue(this.desk.session, this.desk.queue);
    await this.refresh();
  }

  /** Send a letter. If another came meanwhile that one is shown first, and nothing is sent. */
  async write(written: Written): Promise<void> {
    try {
      await send(this.desk.session, this.opened, written);
    } catch (error) {
      if (!(error instanceof WireError) || error.word !== "behind") throw error;
      await this.refresh();
      throw new Refused(texts.errors.behind);
    }
    await this.refresh();
  }

  /**
   * Tell the person on which day their case was handed to the escrow, unless they were told. Who may
   * not sign, or was not the first to write, leaves it to the next look.
   */
  async tellEscrow(): Promise<void> {
    const { escrowed } = this.opened.answer;
    if (!escrowed || isEscrowTold(this.opened, escrowed)) return;
    const body = { escrow: escrowed };
    await this.write({ stream: "case", kind: "ack", body }).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
    });
  }

  private keep(opened: Opened): void {
    this.opened = opened;
    this.desk.opened.set(opened.ref, opened);
    this.desk.finder.put(opened.ref, wordsOf(opened));
  }
}

/**
 * A flood: many appeals that nobody has opened, of one day, one language and one size. They are
 * closed together and unread; a person among them opens theirs again by writing once more.
 */
import type { Waiting } from "../cases/queue.ts";
import { button, refuse, say } from "../page/acting.ts";
import { asked } from "../page/asking.ts";
import { folded, make, quiet } from "../page/elements.ts";
import { tick } from "../page/fields.ts";
import { counted, dayText, fill, named, texts } from "../texts.ts";
import { closeSpam } from "../wire/desk.ts";

const LEAST = 10;
const AT_ONCE = 200;
const KILO = 1024;

interface Group {
  /** What its appeals have in common, in words. */
  title: string;
  rows: Waiting[];
}

export interface Flood {
  whole: HTMLElement;
  /** Show the groups there are among the rows; what was ticked stays so. */
  offer: (rows: readonly Waiting[]) => void;
}

export function floodFor(open: (ref: string) => void, reload: () => Promise<void>): Flood {
  const ticked = new Set<string>();
  const list = make("ul", { class: "list" });
  let groups: Group[] = [];
  const act = async (): Promise<void> => {
    const rows = groups.filter(({ title }) => ticked.has(title)).flatMap((group) => group.rows);
    if (!rows.length) return refuse(texts.flood.none);
    if (!(await isSure(rows))) return;
    await closeAll(rows.map(({ ref }) => ref));
    ticked.clear();
    await reload();
    say(counted(texts.flood.done, rows.length));
  };
  const doing = make("div", { class: "buttons" }, button(texts.flood.act, act));
  const whole = folded(texts.flood.title, quiet(texts.flood.said), list, doing);
  return {
    whole,
    offer: (rows) => {
      groups = groupsIn(rows);
      whole.hidden = groups.length === 0;
      list.replaceChildren(...groups.map((group) => itemOf(group, ticked, open)));
    },
  };
}

function groupsIn(rows: readonly Waiting[]): Group[] {
  const groups = new Map<string, Waiting[]>();
  for (const row of rows.filter(({ state }) => state === "new")) {
    const title = titleOf(row);
    groups.set(title, [...(groups.get(title) ?? []), row]);
  }
  return [...groups]
    .map(([title, alike]) => ({ title, rows: alike }))
    .filter((group) => group.rows.length >= LEAST);
}

function titleOf({ day, header, desk, size }: Waiting): string {
  const language = header ? named(texts.languages, header.language) : texts.queue.closedToYou;
  const kilobytes = fill(texts.flood.size, { count: Math.floor(size / KILO) });
  return [dayText(day), language, named(texts.desks, desk), kilobytes].join(" · ");
}

function itemOf(
  { title, rows }: Group,
  ticked: Set<string>,
  open: (ref: string) => void,
): HTMLElement {
  const said = `${title}: ${counted(texts.flood.appeals, rows.length)}`;
  const { whole, control } = tick(said, ticked.has(title));
  control.dataset.key = `flood-${title}`;
  control.addEventListener("change", () => {
    if (control.checked) ticked.add(title);
    else ticked.delete(title);
  });
  const [one] = rows;
  const look = button(texts.flood.look, () => one && open(one.ref), "link");
  look.setAttribute("aria-label", `${texts.flood.look}: ${title}`);
  return make("li", {}, whole, look);
}

function isSure(rows: readonly Waiting[]): Promise<boolean> {
  const dangers = rows.filter((row) => row.class === "danger").length;
  const said = [
    make("p", {}, counted(texts.flood.sure, rows.length)),
    dangers > 0 && make("p", {}, counted(texts.flood.dangers, dangers)),
    make("p", {}, texts.flood.back),
  ];
  return asked({ title: texts.flood.title, said, yes: texts.flood.act });
}

async function closeAll(refs: readonly string[]): Promise<void> {
  for (let done = 0; done < refs.length; done += AT_ONCE) {
    say(fill(texts.flood.doing, { done, count: refs.length }));
    await closeSpam(refs.slice(done, done + AT_ONCE));
  }
}

/** What must be said above the queue: a roster that ends or is wrong, keys that were lost. */
import { openCase } from "../cases/opening.ts";
import { reseal } from "../cases/sending.ts";
import { ownOffice } from "../keeping/office.ts";
import type { Rosters } from "../keeping/rosters.ts";
import { acting, button, say } from "../page/acting.ts";
import type { Desk } from "../page/desk.ts";
import { make, notice } from "../page/elements.ts";
import { counted, dayText, daysFrom, fill, texts, today } from "../texts.ts";
import { fingerprintBlock } from "./fingerprint.ts";
import { mustRekey } from "./queue_row.ts";

// From here on coordinators are alarmed as well: a signed roster lasts 30 days.
const ENDS_SOON = 14;

export function queueNotices(desk: Desk, reload: () => Promise<void>): HTMLElement[] {
  const lost = lostNotice(desk, reload);
  const rosters = [...desk.session.rosters.values()].flatMap(
    (each) => rosterNotice(desk, each) ?? [],
  );
  if (!desk.session.rosters.size) rosters.push(elsewhereNotice());
  return lost ? [lost, ...rosters] : rosters;
}

function rosterNotice(desk: Desk, rosters: Rosters): HTMLElement | undefined {
  const { current, problem, office } = rosters;
  if (!current) {
    const why = problem ? texts.roster.problems[problem] : texts.roster.problems.absent;
    return notice("now", make("p", {}, fill(why, { office: office.name })));
  }
  if (rosters.removed.includes(desk.session.kid)) {
    return notice("now", make("p", {}, texts.roster.removed));
  }
  if (!desk.session.isOnRoster(office.code)) return waitsNotice(desk);
  const left = daysFrom(today(), current.expires);
  if (left > ENDS_SOON) return undefined;
  const days = counted(texts.dates.days, left);
  return notice(
    "quiet",
    make("p", {}, fill(texts.roster.ends, { day: dayText(current.expires), left: days })),
  );
}

/** A member of another embassy: the page of theirs has another address. */
function elsewhereNotice(): HTMLElement {
  const { name } = ownOffice();
  return notice("now", make("p", {}, fill(texts.roster.elsewhere, { office: name })));
}

/** Somebody who enrolled, and whom no roster names yet. */
function waitsNotice({ session }: Desk): HTMLElement {
  const place = make("div");
  void acting(place, async () => {
    place.append(await fingerprintBlock(session.keys.recipient, session.keys.verify));
  });
  return notice("quiet", make("p", {}, texts.roster.waits), place);
}

function lostNotice(desk: Desk, reload: () => Promise<void>): HTMLElement | undefined {
  const rows = desk.queue.filter(mustRekey);
  if (!rows.length) return undefined;
  const act = async (): Promise<void> => {
    for (const [place, row] of rows.entries()) {
      say(fill(texts.reseal.doing, { done: place + 1, count: rows.length }));
      await reseal(desk.session, await openCase(desk.session, row, desk.opened.get(row.ref)));
    }
    await reload();
    say(counted(texts.reseal.done, rows.length));
  };
  const doing = button(texts.reseal.act, act, "main");
  doing.dataset.key = "rekey";
  return notice(
    "now",
    make("h2", { class: "notice__title" }, texts.reseal.title),
    make("p", {}, counted(texts.reseal.said, rows.length)),
    make("p", {}, texts.reseal.stays),
    make("div", { class: "buttons" }, doing),
  );
}

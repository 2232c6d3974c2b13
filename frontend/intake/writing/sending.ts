/** Sending, with what happens told in words. On a bad line nothing is lost and nothing is sent twice. */
import { NobodyThere } from "../../sealing/index.ts";
import type { Box } from "../box.ts";
import { NoDuty } from "../duty.ts";
import { made, paragraph, spoken } from "../elements.ts";
import { type Instead, showInstead } from "../links.ts";
import { type Posting, post } from "../posting.ts";
import { show } from "../showing.ts";
import { type Key, say } from "../texts.ts";
import { Refused, Unreachable } from "../wire.ts";
import type { Walk } from "./walk.ts";

/** Send, and go on once it has arrived. What goes wrong ends on a screen that says what to do. */
export async function send(walk: Walk, posting: Posting, arrived: (box: Box) => void): Promise<void> {
  const told = spoken();
  show({ heading: say("sending.heading"), content: [paragraph(say("sending.stay")), told], buttons: [] });
  try {
    const box = await post(walk.facts, walk.appeal, posting, (step) => (told.textContent = say(step)));
    arrived(box);
  } catch (error) {
    fail(walk, error, () => send(walk, posting, arrived));
  }
}

function fail(walk: Walk, error: unknown, again: () => Promise<void>): void {
  const instead = insteadOf(error);
  const buttons = [
    { label: say("button.again"), go: again },
    { label: say("button.back"), go: () => walk.to("check") },
  ];
  if (instead) return showInstead(walk.facts, { ...instead, hasText: true, buttons });
  show({
    heading: say("sending.failed"),
    content: [made("p", { role: "alert" }, say(reasonOf(error)))],
    buttons,
  });
}

/** What stands in place of sending where nobody can receive. */
export function insteadOf(error: unknown): Omit<Instead, "buttons"> | undefined {
  if (error instanceof Refused && error.reason === "closed") return { heading: "closed.heading", text: "closed.text" };
  if (error instanceof NobodyThere) return { heading: "nobody.heading", text: "nobody.text" };
  if (!(error instanceof NoDuty)) return undefined;
  if (error.reason === "missing") return { heading: "nobody.heading", text: "nobody.text" };
  if (error.reason === "expired" || error.reason === "early") {
    return { heading: "nobody.heading", text: "nobody.text", asksForClock: true };
  }
  return { heading: "forged.heading", text: "forged.text" };
}

export function reasonOf(error: unknown): Key {
  if (error instanceof Unreachable) return "sending.offline";
  if (error instanceof Refused && error.reason === "busy") return "sending.busy";
  if (error instanceof Refused && error.reason === "full") return "sending.full";
  return "sending.refused";
}

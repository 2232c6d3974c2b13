/** Taking a case to another embassy: it arrives there first, and is deleted here afterwards. */
import type { Bytes } from "../../sealing/index.ts";
import { type Box, letGoOfBox } from "../box.ts";
import { type Child, listed, made, paragraph, part, spoken } from "../elements.ts";
import { type Facts, type Other, factsThere } from "../facts.ts";
import { choices, tick } from "../fields.ts";
import { wipe } from "../leaving.ts";
import { show } from "../showing.ts";
import { say } from "../texts.ts";
import { insteadOf, reasonOf } from "../writing/sending.ts";
import { type Bringing, bring } from "./bringing.ts";
import { hand } from "./downloads.ts";
import { piecesOf } from "./retelling.ts";

export interface Transfer {
  facts: Facts;
  box: Box;
  secret: Bytes;
  back: () => void;
}

export function showTransfer(transfer: Transfer): void {
  const { facts, box, back } = transfer;
  const offered = facts.others.map(({ code, name }) => ({ value: code, label: name }));
  const which = choices("embassy", offered, "");
  const danger = tick("danger", say("transfer.danger"), false);
  const told = made("p", { class: "mind", role: "alert" });
  const go = (): void => {
    const other = facts.others.find(({ code }) => code === which.value());
    told.textContent = other ? "" : say("transfer.choose");
    if (!other) return which.focus();
    void send(transfer, other, danger.checked);
  };
  const isWhole = !box.isLocked && !box.thread.problems.length;
  const cancel = { label: say("button.cancel"), go: back };
  show({
    heading: say("transfer.heading"),
    content: [
      ...(offered.length
        ? [paragraph(say("transfer.text")), which.element, danger.row, told]
        : [paragraph(say("transfer.none"))]),
      isWhole ? undefined : made("p", { class: "notice" }, say("transfer.problems")),
      elsewhere(transfer),
    ],
    buttons: offered.length ? [{ label: say("transfer.go"), go }, cancel] : [cancel],
  });
}

/** An embassy on another server: its person takes the text there. */
function elsewhere({ facts, box }: Transfer): Child {
  const save = made("button", { type: "button", class: "button button--quiet" }, say("transfer.else.save"));
  save.addEventListener("click", () => {
    const text = piecesOf(box.thread.letters, 0)
      .map((piece) => piece.text)
      .join("\n\n");
    hand(new TextEncoder().encode(text), "notes.txt");
  });
  const address = `${facts.site}/${facts.language}/contact/`;
  return part(
    say("transfer.else.heading"),
    paragraph(say("transfer.else.text")),
    save,
    made("p", { class: "quiet" }, say("transfer.else.warn")),
    made("p", {}, made("a", { href: address, rel: "noreferrer" }, say("links.contact"))),
  );
}

async function send(transfer: Transfer, other: Other, isDanger: boolean): Promise<void> {
  const { facts, box, secret } = transfer;
  const told = spoken();
  show({ heading: say("sending.heading"), content: [paragraph(say("sending.stay")), told], buttons: [] });
  const bringing: Bringing = { facts, there: factsThere(facts, other), box, secret, isDanger, told };
  try {
    const behind = await bring(bringing);
    if (behind.length) showBehind(transfer, other, behind);
    else await letGo(transfer, other);
  } catch (error) {
    const instead = insteadOf(error);
    showFailed(transfer, {
      text: `${say("transfer.failed")} ${say(instead ? instead.heading : reasonOf(error))}`,
      again: () => send(transfer, other, isDanger),
    });
  }
}

function showBehind(transfer: Transfer, other: Other, names: string[]): void {
  show({
    heading: say("transfer.behind.heading"),
    content: [paragraph(say("transfer.behind.text")), listed(names, "points")],
    buttons: [
      { label: say("transfer.behind.go"), go: () => letGo(transfer, other) },
      { label: say("button.cancel"), go: transfer.back },
    ],
  });
}

async function letGo(transfer: Transfer, other: Other): Promise<void> {
  try {
    await letGoOfBox(transfer.box.keys);
  } catch {
    return showFailed(transfer, { text: say("transfer.both"), again: () => letGo(transfer, other) });
  }
  showDone(transfer, other);
}

function showFailed({ back }: Transfer, { text, again }: { text: string; again: () => Promise<void> }): void {
  show({
    heading: say("transfer.heading"),
    content: [made("p", { role: "alert" }, text)],
    buttons: [
      { label: say("button.again"), go: again },
      { label: say("button.back"), go: back },
    ],
  });
}

function showDone({ facts }: Transfer, { code, name, languages }: Other): void {
  wipe();
  const language = languages.includes(facts.language) ? facts.language : languages[0];
  show({
    heading: say("transfer.done.heading"),
    content: [paragraph(say("transfer.done.text", { name })), paragraph(say("done.wiped"))],
    buttons: [
      // In place of this page: the visit stays one entry of the history.
      { label: say("transfer.done.open"), go: () => location.replace(`/${code}/${language}/`) },
      { label: say("button.leave"), go: () => document.querySelector<HTMLElement>("a[data-exit]")?.click() },
    ],
  });
}

/** The packet of a referral: written down among the notes first, then saved for the partner. */
import { protectByRecipient, randomBytes, toHex } from "../../sealing/index.ts";
import { type Packet, newWord, sealPacket } from "../cases/referring.ts";
import { ownOffice } from "../keeping/office.ts";
import type { Partner } from "../keeping/partners.ts";
import { dayAfter, fill, texts, today } from "../texts.ts";
import { attachmentBytes, download } from "./case_attachments.ts";
import type { Field, File } from "./case_ticking.ts";
import type { CaseView } from "./case_view.ts";

export interface Referring {
  to: Partner;
  /** Where the person agreed. */
  leave: string;
  fields: readonly Field[];
  files: readonly File[];
  note: string;
}

const ID_BYTES = 8;
const ANSWER_DAYS = 7;
const HALF_TIME = 3;

export async function carryOut(view: CaseView, going: Referring): Promise<void> {
  const { to, files } = going;
  const word = newWord();
  const due = dayAfter(today(), ANSWER_DAYS);
  const packet = await sealPacket({ ...packetOf(going), word, due });
  const sealed = [];
  for (const { attachment, epoch } of files) {
    const bytes = await attachmentBytes(view, attachment, epoch);
    sealed.push(await protectByRecipient(bytes, to.recipient));
  }
  // Written down before it goes: a packet nobody knows of would be worse than a note too much.
  await writeDown(view, going, { word, due });
  download(packet, "information.age");
  sealed.forEach((bytes, place) => download(bytes, `information-${place + 1}.age`));
}

function packetOf({ to, fields, note }: Referring): Omit<Packet, keyof Agreed> {
  const said = fields.map(({ name, value }): [string, string] => [name, value]);
  return { office: ownOffice().name, partner: to, fields: said, note };
}

interface Agreed {
  word: string;
  due: string;
}

async function writeDown(view: CaseView, going: Referring, { word, due }: Agreed): Promise<void> {
  const { to, leave, fields, files } = going;
  const id = toHex(randomBytes(ID_BYTES));
  const went = [
    ...fields.map(({ code }) => code),
    ...files.map(({ attachment }) => attachment.name),
  ];
  const about = { id, partner: to.name, registration: to.registration, fields: went };
  const body = { ...about, consent: leave, word, due, state: "in_progress", reason: "" };
  await view.write({ stream: "notes", kind: "referral", body });
  const title = fill(texts.referral.remind, { partner: to.name });
  const reminder = {
    id,
    title,
    due: dayAfter(today(), HALF_TIME),
    rule: "",
    source: "",
    done: false,
  };
  await view.write({ stream: "notes", kind: "task", body: reminder });
}

/** Referring: a packet with what was ticked and nothing else, sealed to the partner. */
import { type Bytes, sealTo } from "./packets.ts";
import type { Partner } from "../keeping/partners.ts";
import { dayText, fill, texts, today } from "../texts.ts";

export interface Packet {
  office: string;
  partner: Partner;
  /** What only somebody who opened it can tell us. */
  word: string;
  due: string;
  fields: [name: string, value: string][];
  note: string;
}

const GROUPS = 2;

/** Eight digits: easy to read out, and nobody guesses them. */
export function newWord(): string {
  const drawn = crypto.getRandomValues(new Uint16Array(GROUPS));
  return Array.from(drawn, (number) => String(number % 10_000).padStart(4, "0")).join(" ");
}

/** The packet as the partner reads it, sealed to them. */
export function sealPacket(packet: Packet): Promise<Bytes> {
  return sealTo(packet.partner.recipient, packetText(packet));
}

export function packetText({ office, partner, word, due, fields, note }: Packet): string {
  const words = texts.packet;
  const head = [
    fill(words.title, { office }),
    fill(words.day, { day: dayText(today()) }),
    fill(words.to, { partner: partner.name, registration: partner.registration }).trim(),
    fill(words.answerBy, { day: dayText(due) }),
    fill(words.word, { word }),
    words.rules,
  ];
  const said = fields.map(([name, value]) => `${name}\n${value}`);
  return [...head, ...said, note && `${words.note}\n${note}`].filter(Boolean).join("\n\n");
}

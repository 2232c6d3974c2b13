/** A conversation told once more: as a text that goes to another embassy, or with its person. */
import type { OpenedLetter } from "../../sealing/index.ts";
import { say, sayDay } from "../texts.ts";
import { sentenceOf, textIn } from "./reading.ts";

/** As many characters go into one letter, however many of them have to be escaped. */
const LONGEST = 40_000;

export interface Piece {
  text: string;
  /** Up to which letter everything is told. */
  seq: number;
}

/** The letters after a number, in their order, in as few pieces as they fit into. */
export function piecesOf(letters: readonly OpenedLetter[], after: number): Piece[] {
  const pieces: Piece[] = [];
  let text = "";
  let seq = after;
  for (const { content } of letters.filter((letter) => letter.content.seq > after)) {
    for (const slice of slicesOf(told(content))) {
      if (text && text.length + slice.length > LONGEST) {
        pieces.push({ text, seq });
        text = "";
      }
      text += text ? `\n\n${slice}` : slice;
    }
    seq = content.seq;
  }
  if (text) pieces.push({ text, seq });
  return pieces;
}

/** Who wrote on which day, and what; nothing of a letter that says nothing. */
function told(content: OpenedLetter["content"]): string {
  const { from, day, body, attachments } = content;
  const files = attachments.map(({ name }) => name).join(", ");
  const said = [
    sentenceOf(content),
    textIn(body, "text"),
    files ? say("transfer.text.files", { files }) : "",
  ].filter(Boolean);
  const who = say(from === "member" ? "read.member" : "read.you");
  return said.length ? [`${who}, ${sayDay(day)}:`, ...said].join("\n") : "";
}

/** No character is cut in two. */
function slicesOf(text: string): string[] {
  const characters = Array.from(text);
  const count = Math.ceil(characters.length / LONGEST);
  return Array.from({ length: count }, (_, at) =>
    characters.slice(at * LONGEST, (at + 1) * LONGEST).join(""),
  );
}

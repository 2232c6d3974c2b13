/** Names of saved files: they say what a file is, and nothing of its sender or its matter. */

// An ending that is none of these could be a word.
const PICTURES = ["jpg", "jpeg", "png", "gif", "webp", "heic"];
const TEXTS = ["pdf", "txt", "rtf", "csv", "doc", "docx", "odt", "xls", "xlsx", "ods", "zip"];
const RECORDINGS = ["mp3", "m4a", "ogg", "opus", "wav", "mp4", "mov", "webm"];
const ENDINGS = new Set([...PICTURES, ...TEXTS, ...RECORDINGS]);

/** The name under which the file with this number is saved. */
export function neutralName(number: number, named: string): string {
  const ending = /\.([0-9a-z]+)$/i.exec(named)?.[1]?.toLowerCase() ?? "";
  return `information-${number}.${ENDINGS.has(ending) ? ending : "bin"}`;
}

/** What somebody writes, in memory alone, from the first question until it is wiped. */

export type Class = "danger" | "deadline" | "normal";

export interface Chosen {
  id: number;
  name: string;
  type: string;
  original: Blob;
  /** Without what it told; nothing where we cannot look inside. */
  cleaned: Blob | undefined;
  /** What it told, as words of the cleaner. */
  found: string[];
  /** Whether the original is sent. Undefined: nobody has decided yet, and it has to be. */
  keepsOriginal: boolean | undefined;
}

export interface Appeal {
  desk: string;
  class: Class;
  deadline: string;
  type: string;
  country: string;
  /** What of the choices about the country was taken. */
  place: string;
  language: string;
  refer: boolean;
  text: string;
  files: Chosen[];
  /** Of a case that was taken from another embassy: its code, and up to which letter. */
  passed?: Passed;
}

export type Passed = { embassy: string; seq: number };

/** What an appeal may be about; the desk closes it under one of the same words. */
export const TYPES = [
  "passport",
  "travel",
  "asylum",
  "status",
  "family",
  "papers",
  "diploma",
  "property",
  "released",
  "relative",
  "border",
  "threats",
  "extradition",
  "citizenship",
  "health",
  "housing",
  "work",
  "prisoner",
  "fake",
  "other",
] as const;

export const LONGEST_TEXT = 20_000;

export function newAppeal(language: string): Appeal {
  return {
    desk: "help",
    class: "normal",
    deadline: "",
    type: "",
    country: "",
    place: "",
    language,
    refer: false,
    text: "",
    files: [],
  };
}

/** What is sent of a file: its original where somebody wants that. */
export function sentOf(file: Chosen): Blob {
  return file.keepsOriginal || !file.cleaned ? file.original : file.cleaned;
}

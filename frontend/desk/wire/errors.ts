/** What can go wrong between the page and the server, and what the page itself refuses. */

/** The server refused, in one of its words; "offline" and "over" are words of this side. */
export class WireError extends Error {
  readonly word: string;
  readonly status: number;

  constructor(word: string, status: number) {
    super(word);
    this.word = word;
    this.status = status;
  }
}

/** The page does not do this; its message is a sentence for whoever asked. */
export class Refused extends Error {}

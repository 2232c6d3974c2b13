/** Holds the script of copies to the same words as lib/searching: run by tests/lib. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { belarusian } from "./belarusian.ts";
import { isCyrillic, wordsIn } from "./folding.ts";

const file = new URL("../../../tests/lib/search_vectors.json", import.meta.url);
const vectors: [string, string, string][] = JSON.parse(readFileSync(file, "utf-8"));

test("each word is folded and stemmed as it is written down", () => {
  assert.ok(vectors.length > 50);
  for (const [typed, word, stemmed] of vectors) {
    assert.ok(wordsIn(typed).includes(word), `${typed}: ${wordsIn(typed)}`);
    if (isCyrillic(word)) assert.equal(belarusian(word), stemmed, typed);
  }
});

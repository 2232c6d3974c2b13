/** The filter of the queue: by what its rows say, and by whose turn it is. */
import type { Waiting } from "../cases/queue.ts";
import { turnOf } from "../cases/turns.ts";
import { folded, make } from "../page/elements.ts";
import { choiceField } from "../page/fields.ts";
import { named, texts } from "../texts.ts";

export interface Wanted {
  turn: string;
  language: string;
  type: string;
  desk: string;
}

type Name = keyof Wanted;

export interface Filter {
  whole: HTMLElement;
  wanted: () => Wanted;
  /** Offer what the rows have, and no more. */
  offer: (rows: readonly Waiting[]) => void;
}

export function filterFor(onChange: () => void): Filter {
  const any = ["", texts.queue.any] as const;
  const turns = [
    any,
    ["new", texts.queue.states.new],
    ["us", texts.queue.turns.us],
    ["them", texts.queue.turns.them],
  ] as const;
  const fields = {
    turn: choiceField(texts.queue.byTurn, turns),
    language: choiceField(texts.queue.byLanguage, [any]),
    type: choiceField(texts.queue.byType, [any]),
    desk: choiceField(texts.queue.byDesk, [any]),
  };
  for (const { control } of Object.values(fields)) control.addEventListener("change", onChange);
  const wholes = Object.values(fields).map(({ whole }) => whole);
  const whole = folded(texts.queue.filter, make("div", { class: "filter" }, ...wholes));
  const offers: [Name, (row: Waiting) => string, { [code: string]: string }][] = [
    ["language", (row) => row.header?.language ?? "", texts.languages],
    ["type", (row) => row.header?.type ?? "", texts.types],
    ["desk", (row) => row.desk, texts.desks],
  ];
  return {
    whole,
    wanted: () => ({
      turn: fields.turn.control.value,
      language: fields.language.control.value,
      type: fields.type.control.value,
      desk: fields.desk.control.value,
    }),
    offer: (rows) => {
      for (const [name, read, table] of offers) refill(fields[name].control, rows.map(read), table);
      whole.hidden = rows.length === 0;
    },
  };
}

function refill(
  select: HTMLSelectElement,
  codes: string[],
  table: { [code: string]: string },
): void {
  const wanted = [...new Set(codes.filter(Boolean))].sort((one, other) =>
    named(table, one).localeCompare(named(table, other)),
  );
  const there = [...select.options].slice(1).map(({ value }) => value);
  if (there.join() === wanted.join()) return;
  const chosen = select.value;
  while (select.options.length > 1) select.remove(1);
  for (const code of wanted) select.append(make("option", { value: code }, named(table, code)));
  select.value = wanted.includes(chosen) ? chosen : "";
}

export function isWanted(row: Waiting, { turn, language, type, desk }: Wanted): boolean {
  const isTurn = !turn || (turn === "new" ? row.state === "new" : isTheirs(row, turn));
  const has = (wanted: string, value: string | undefined): boolean => !wanted || wanted === value;
  return (
    isTurn &&
    has(language, row.header?.language) &&
    has(type, row.header?.type) &&
    has(desk, row.desk)
  );
}

/** One whose turn could not be read is shown under both: nothing is lost by a filter. */
function isTheirs(row: Waiting, turn: string): boolean {
  const known = turnOf(row);
  return known ? known === turn : row.state === "open";
}

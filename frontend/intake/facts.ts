/** An embassy of the same installation, where a case can be taken with its code. */
export interface Other {
  code: string;
  instance: string;
  /** Its root’s public key; the roster it serves is believed for no other. */
  root: string;
  languages: string[];
  name: string;
}

/** What the page says of its embassy, in its attributes. Nothing of it is in this script. */

export interface Facts {
  /** The code of the embassy, and the permanent id of its installation. */
  embassy: string;
  instance: string;
  /** The root’s public key, as minisign writes it on one line. */
  root: string;
  language: string;
  /** Codes and own names of the languages in which the embassy answers. */
  languages: [code: string, name: string][];
  name: string;
  nation: string;
  territory: string;
  /** Sentences of the embassy. */
  insideCountry: string;
  insideAdvice: string;
  neverAsk: string;
  receiptCode: string;
  deletion: string;
  /** The public site, and the address of this page through Tor, if there is one. */
  site: string;
  onion: string;
  /** The bundle’s file of texts and words, and the hash that it has to have. */
  texts: string;
  textsHash: string;
  others: Other[];
}

/** Read the attributes of the page. Throws if one is missing: the page is not ours then. */
export function factsOf(place: HTMLElement): Facts {
  const said = (name: string): string => {
    const value = place.dataset[name];
    if (value === undefined) throw new Error(`the page lacks ${name}`);
    return value;
  };
  return {
    embassy: said("embassy"),
    instance: said("instance"),
    root: said("root"),
    language: document.documentElement.lang,
    languages: pairs(said("languages")),
    name: said("name"),
    nation: said("nation"),
    territory: said("territory"),
    insideCountry: said("insideCountry"),
    insideAdvice: said("insideAdvice"),
    neverAsk: said("neverAsk"),
    receiptCode: said("receiptCode"),
    deletion: said("deletion"),
    site: said("site"),
    onion: said("onion"),
    texts: said("texts"),
    textsHash: said("textsHash"),
    others: JSON.parse(said("others")) as Other[],
  };
}

/** What is sealed and asked for at another embassy, in the words of this page. */
export function factsThere(facts: Facts, { code, instance, root, name }: Other): Facts {
  return { ...facts, embassy: code, instance, root, name };
}

/** "en English|be Беларуская" as pairs. */
function pairs(text: string): [string, string][] {
  return text.split("|").map((pair): [string, string] => {
    const at = pair.indexOf(" ");
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
}

/** The emergency numbers that stand on the page, once more. */
export function numbersAgain(): Node | undefined {
  return document.querySelector("[data-numbers]")?.cloneNode(true);
}

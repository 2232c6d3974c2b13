/** Signing in with name and password, then unlocking with what only the member has. */
import { lockedIdentity, proveMember } from "../../sealing/index.ts";
import { keysBy, knowsPasskeys } from "../keeping/bundles.ts";
import { ownOffice } from "../keeping/office.ts";
import { Session } from "../keeping/session.ts";
import { acting, button, say, submit } from "../page/acting.ts";
import { folded, make, quiet } from "../page/elements.ts";
import { areaField, form, secretField, textField } from "../page/fields.ts";
import { type Screen, show } from "../page/frame.ts";
import { language, languages, named, texts } from "../texts.ts";
import { type Entered, type Keeping, enter, prove } from "../wire/desk.ts";
import { useToken } from "../wire/requests.ts";

/** Languages as they call themselves. */
const ENDONYMS = { en: "English", be: "Беларуская", ru: "Русский" };

interface Going {
  name: string;
  onUnlocked: (session: Session) => void;
  toEnrol: () => void;
  toLost: () => void;
}

export function signInScreen(going: Going): Screen {
  const name = textField(texts.signIn.name);
  name.control.value = going.name;
  const password = secretField(texts.signIn.password);
  const sign = async (): Promise<void> => {
    const typed = name.control.value.trim();
    const entered = await enter(typed, password.control.value);
    password.control.value = "";
    show(entered.kid ? unlockScreen(entered, { ...going, name: typed }) : noKeysScreen(going));
  };
  const whole = form(
    () => void acting(whole, sign),
    name.whole,
    password.whole,
    make("div", { class: "buttons" }, submit(texts.signIn.enter)),
  );
  const others = make(
    "div",
    { class: "stack others" },
    button(texts.signIn.firstTime, going.toEnrol, "link"),
    button(texts.lost.title, going.toLost, "link"),
    languageSwitch(),
  );
  const parts = [make("div", { class: "narrow stack" }, whole, others)];
  return { title: texts.signIn.title, parts, focus: going.name ? password.control : name.control };
}

function noKeysScreen({ toEnrol }: Going): Screen {
  const begin = button(texts.signIn.firstTime, toEnrol, "main");
  const parts = [make("div", { class: "narrow stack" }, make("p", {}, texts.signIn.noKeys), begin)];
  return { title: texts.enrol.title, parts, focus: begin };
}

function languageSwitch(): HTMLElement {
  const links = languages().map((code) => {
    const current = code === language ? "page" : undefined;
    const link = make(
      "a",
      { href: `/${ownOffice().code}/${code}/`, lang: code, hreflang: code, "aria-current": current },
      named(ENDONYMS, code),
    );
    return make("li", {}, link);
  });
  return make(
    "nav",
    { "aria-label": texts.signIn.languages },
    make("ul", { class: "languages" }, ...links),
  );
}

function unlockScreen(entered: Entered, going: Going): Screen {
  const has = (way: Keeping): boolean => entered.bundles[way] !== "";
  const unlock = async (way: Keeping, typed: string): Promise<void> => {
    say(texts.unlock.opening);
    going.onUnlocked(await sessionBy(way, typed, { ...entered, name: going.name }));
  };
  const byPhrase = has("phrase") && phraseForm(unlock);
  const byPasskey = has("passkey") && knowsPasskeys() && passkeyButton(unlock);
  const byPaper = folded(texts.unlock.withPaper, paperForm(unlock));
  byPaper.open = !byPhrase && !byPasskey;
  const ways = [byPhrase, byPasskey, has("paper") && byPaper];
  const whole = make(
    "div",
    { class: "narrow stack" },
    make("p", {}, texts.unlock.why),
    ...ways,
    quiet(texts.unlock.lock),
  );
  const focus = whole.querySelector<HTMLElement>("input, textarea, button") ?? undefined;
  return { title: texts.unlock.title, parts: [whole], focus };
}

type Unlock = (way: Keeping, typed: string) => Promise<void>;

function phraseForm(unlock: Unlock): HTMLElement {
  const phrase = secretField(texts.unlock.phrase, { hint: texts.unlock.phraseHint });
  const shown = make("input", { type: "checkbox" });
  shown.addEventListener(
    "change",
    () => (phrase.control.type = shown.checked ? "text" : "password"),
  );
  const whole = form(
    () => void acting(whole, () => unlock("phrase", phrase.control.value)),
    phrase.whole,
    make("label", { class: "tick" }, shown, make("span", {}, texts.unlock.show)),
    make("div", { class: "buttons" }, submit(texts.unlock.open)),
  );
  return whole;
}

function passkeyButton(unlock: Unlock): HTMLElement {
  return make(
    "div",
    { class: "buttons" },
    button(texts.unlock.withPasskey, () => unlock("passkey", "")),
  );
}

function paperForm(unlock: Unlock): HTMLElement {
  const paper = areaField(texts.unlock.paper, {
    hint: texts.unlock.paperHint,
    attributes: { rows: "3", autocapitalize: "characters", class: "exact" },
  });
  const whole = form(
    () => void acting(whole, () => unlock("paper", paper.control.value)),
    paper.whole,
    make("div", { class: "buttons" }, submit(texts.unlock.open, "plain")),
  );
  return whole;
}

/** Open the keys, show the server that they are here, and learn who else is on duty. */
async function sessionBy(
  way: Keeping,
  typed: string,
  entered: Entered & { name: string },
): Promise<Session> {
  const keys = await keysBy(way, entered.bundles, typed);
  const proof = await proveMember(keys.seed, entered.challenge);
  const proved = await prove(entered.ticket, proof);
  useToken(proved.token);
  const { kid, name: member } = entered;
  // A browser without X25519 of its own keeps the identity as it is.
  const identity = await lockedIdentity(keys.identity).catch(() => keys.identity);
  const session = new Session({ member, kid, keys, identity }, proved);
  await session.load();
  return session;
}

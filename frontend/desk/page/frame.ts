/** The frame around every screen: whose desk it is, where one can go, and the lock. */
import { ownOffice } from "../keeping/office.ts";
import { fill, language, texts } from "../texts.ts";
import { button, hush, voices } from "./acting.ts";
import { type Child, make } from "./elements.ts";

export interface Screen {
  title: string;
  parts: Child[];
  /** What is shown beside the title, above everything else. */
  lead?: Child[];
  /** What takes the focus; the heading does if nothing is named. */
  focus?: HTMLElement | undefined;
  /** Called when another screen takes the place of this one. */
  onLeave?: () => void;
}

/** What the frame offers to a member who is unlocked. */
export interface Ways {
  member: string;
  toQueue: () => void;
  toSearch: () => void;
  toLost: () => void;
  lock: () => void;
}

const MAIN = "main";
let leave: (() => void) | undefined;
let navigation: HTMLElement | undefined;

/** Put the frame up. Without `ways` it is that of the locked page. */
export function frame(ways: Ways | undefined): void {
  const skip = make("a", { class: "skip visually-hidden", href: `#${MAIN}` }, texts.frame.skip);
  navigation = ways ? navigationFor(ways) : undefined;
  const lockedLine = !ways && make("p", { class: "bar__state" }, texts.frame.locked);
  const lock =
    ways && make("div", { class: "bar__away" }, button(texts.frame.lock, ways.lock, "main"));
  const bar = make("header", { class: "wrap bar" }, nameOf(ways), lockedLine, navigation, lock);
  const main = make("main", { class: "wrap page", id: MAIN, tabindex: "-1" });
  const foot =
    ways && make("footer", { class: "wrap foot" }, button(texts.lost.title, ways.toLost, "link"));
  document.body.replaceChildren(skip, bar, main);
  if (foot) document.body.append(foot);
  document.documentElement.lang = language;
}

/** Whose desk it is, and who sits there. */
function nameOf(ways: Ways | undefined): HTMLElement {
  const { name } = ownOffice();
  const line = ways ? fill(texts.frame.you, { name: ways.member, office: name }) : name;
  return make(
    "p",
    { class: "bar__name" },
    texts.frame.name,
    make("span", { class: "bar__office" }, line),
  );
}

function navigationFor({ toQueue, toSearch }: Ways): HTMLElement {
  return make(
    "nav",
    { class: "bar__ways", "aria-label": texts.frame.ways },
    button(texts.queue.title, toQueue, "link"),
    button(texts.search.title, toSearch, "link"),
  );
}

/** Show a screen: the focus goes there, so that who does not see it hears where they are. */
export function show({ title, lead = [], parts, focus, onLeave }: Screen): void {
  leave?.();
  leave = onLeave;
  hush();
  const main = document.getElementById(MAIN);
  const heading = make("h1", { tabindex: "-1" }, title);
  main?.replaceChildren(
    make("div", { class: "page__head" }, heading, ...lead.filter(isThere)),
    voices(),
  );
  main?.append(...parts.filter(isThere));
  document.title = `${title} · ${texts.frame.name}`;
  markWay(title);
  scrollTo(0, 0);
  (focus ?? heading).focus();
}

function markWay(title: string): void {
  for (const way of navigation?.querySelectorAll("button") ?? []) {
    if (way.textContent === title) way.setAttribute("aria-current", "page");
    else way.removeAttribute("aria-current");
  }
}

function isThere(child: Child): child is Node | string {
  return child !== undefined && child !== false;
}

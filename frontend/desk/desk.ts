/**
 * The desk: where members on duty read and answer what people sealed to them. The page keeps
 * nothing; closed, reloaded or locked, it has forgotten.
 */
import { Finder } from "./cases/finding.ts";
import type { Opened } from "./cases/opening.ts";
import type { Waiting } from "./cases/queue.ts";
import { forgetTurns } from "./cases/turns.ts";
import { hasDrafts, lockDrafts, unlockDrafts } from "./keeping/drafts.ts";
import { watchIdle, watchShift } from "./keeping/locking.ts";
import { forgetGuides } from "./keeping/materials.ts";
import { forgetPartners } from "./keeping/partners.ts";
import type { Session } from "./keeping/session.ts";
import { say } from "./page/acting.ts";
import type { Desk } from "./page/desk.ts";
import { frame, show } from "./page/frame.ts";
import { caseScreen } from "./screens/case.ts";
import { enrolScreen } from "./screens/enrolling.ts";
import { lostScreen } from "./screens/lost.ts";
import { queueScreen } from "./screens/queue.ts";
import { searchScreen } from "./screens/searching.ts";
import { signInScreen } from "./screens/signing_in.ts";
import { loadTexts, texts } from "./texts.ts";
import { useToken, whenOver } from "./wire/requests.ts";

class OpenDesk implements Desk {
  readonly opened = new Map<string, Opened>();
  readonly finder = new Finder();
  queue: Waiting[] = [];
  readonly session: Session;
  readonly lock: (why?: string) => void;

  constructor(session: Session, lock: (why?: string) => void) {
    this.session = session;
    this.lock = lock;
  }

  toQueue(done?: string): void {
    show(queueScreen(this));
    if (done) say(done);
  }

  toCase(ref: string): void {
    show(caseScreen(this, ref));
  }

  toSearch(): void {
    show(searchScreen(this));
  }

  toLost(): void {
    show(lostScreen(() => this.toQueue()));
  }
}

function toSignIn(why = "", name = ""): void {
  frame(undefined);
  show(signInScreen({ name, onUnlocked: (session) => void unlocked(session), toEnrol, toLost }));
  if (why) say(why);
}

function toEnrol(): void {
  show(enrolScreen(() => toSignIn()));
}

function toLost(): void {
  show(lostScreen(() => toSignIn()));
}

async function unlocked(session: Session): Promise<void> {
  const stops: (() => void)[] = [];
  let isLocked = false;
  const lock = (why: string = texts.lock.locked): void => {
    if (isLocked) return;
    isLocked = true;
    for (const stop of stops) stop();
    void lockDrafts(session.keys.recipient);
    desk.opened.clear();
    desk.finder.forget();
    forgetTurns();
    forgetGuides();
    forgetPartners();
    desk.queue = [];
    session.forget();
    useToken("");
    toSignIn(why, session.member);
  };
  const desk = new OpenDesk(session, lock);
  await unlockDrafts(session.keys.identity);
  stops.push(
    watchIdle({
      onWord: () => say(texts.lock.soon),
      onBack: () => say(""),
      onLock: () => lock(texts.lock.idle),
    }),
    watchShift(lock),
  );
  whenOver(() => lock(texts.lock.over));
  frame({
    member: session.member,
    toQueue: () => desk.toQueue(),
    toSearch: () => desk.toSearch(),
    toLost: () => desk.toLost(),
    lock: () => lock(),
  });
  desk.toQueue();
}

/** A page that is left takes unsent text with it: the browser asks first. */
function guardDrafts(event: BeforeUnloadEvent): void {
  if (hasDrafts()) event.preventDefault();
}

async function begin(): Promise<void> {
  await loadTexts(document.documentElement.lang);
  addEventListener("beforeunload", guardDrafts);
  // A page taken back from the browser's memory has no business to be open.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  toSignIn();
}

void begin();

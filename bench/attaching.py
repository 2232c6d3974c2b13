"""A file of 20 MB: how long it is sealed and sent, and whether it survives a line that breaks."""

import hashlib
import random
from types import SimpleNamespace

from playwright.sync_api import Browser, FilePayload, expect

from ambasada.lib.sealing.threads import Stream
from bench.cutting import bad_line
from bench.figures import Figure
from bench.sealed_desk import chromium, desk_on
from bench.serving import Serving
from tests.casework.desks import Desk
from tests.journeys.person import Person

_SEED = 20261130
_SIZE = 20_000_000
_CUTS = 20
_LONGEST = 300_000  # milliseconds, with a pause after each break
_WATCH = """
const ask = window.fetch;
window.fetch = async (path, asking) => {
  const answer = await ask(path, asking);
  if (path === "/i/case") window.begun = performance.now();
  if (path === "/i/box") window.ended = performance.now();
  return answer;
};
"""


def measure_attachment(site: Serving) -> list[Figure]:
    """Send a file over loopback, and once more over a line that breaks twenty times."""
    desk = desk_on(site)
    chance = random.Random(_SEED)  # noqa: S311 -- the same file each time
    content = chance.randbytes(_SIZE // 2).hex().encode()
    breaks = [chance.randrange(_SIZE // 50, _SIZE) for _ in range(_CUTS)]
    with chromium() as browser:
        took = _sent(browser, site.port, content)
        is_whole = _arrived(desk, content)
        with bad_line(site.port, breaks) as line:
            slowly = _sent(browser, line.port, content)
        is_whole_again = _arrived(desk, content)
    whole = int(is_whole) + int(is_whole_again)
    note = f"{_SIZE // 1_000_000} MB, from the appeal’s receipt to the letter that names the file"
    return [
        Figure("File sealed and sent from Chromium", took, "s", 5, note),
        Figure("The same over a line that breaks", slowly, "s", note=f"{line.cuts} breaks"),
        Figure("Breaks that it was resumed after", line.cuts, "", least=_CUTS, places=0),
        Figure("Files that arrived as they were", whole, "of 2", least=2, places=0),
    ]


def _sent(browser: Browser, port: int, content: bytes) -> float:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(_WATCH)
    person = Person(page)
    person.goes_to_the_text(SimpleNamespace(address=f"http://help.localhost:{port}"))
    person.writes("See this.", FilePayload(name="long.txt", mimeType="text/plain", buffer=content))
    person.sees("code.heading")
    done = person.says("sending.files.done")
    expect(page.locator("main")).to_contain_text(done, timeout=_LONGEST)
    took = float(page.evaluate("window.ended - window.begun"))
    context.close()
    return took / 1000


def _arrived(desk: Desk, content: bytes) -> bool:
    """Open the one case that has a file of this size as a member does, and close it."""
    helper = desk.helper
    for row in (each for each in helper.queue() if each["state"] == "new"):
        last = helper.read(row["ref"]).letters[-1].content
        if [each.size for each in last.attachments] != [len(content)]:
            continue
        stream = helper.streams(helper.look(row["ref"]), Stream.CASE)[1]
        found = helper.fetch(last.attachments[0], stream)
        values = {"type": "other", "outcome": "nothing"}
        helper.ask(f"/s/case/{row['ref']}/close", method="POST", values=values)
        return hashlib.sha256(found).digest() == hashlib.sha256(content).digest()
    return False

"""Measure what a reader and an operator pay, and compare it with what we promised.

Run by script/bench against a server it has started: `python script/measure.py ADDRESS PROCESS`.
Prints one line a figure; exits with 1 when one is over its budget.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

KILOBYTE = 1024
MEGABYTE = 1024 * 1024
_ADDRESSED = re.compile(r'<(?:link|script)\b[^>]*\b(?:href|src)="([^"]+)"[^>]*>')
_LISTED = re.compile(r"<loc>([^<]+)</loc>")
_IN_STYLES = re.compile(r'url\(["\']?([^"\')]+)')


@dataclass(frozen=True)
class Figure:
    """One measured number, and the most it may be."""

    name: str
    value: float
    budget: float
    unit: str

    @property
    def is_kept(self) -> bool:
        return self.value <= self.budget

    def __str__(self) -> str:
        verdict = "kept" if self.is_kept else "OVER"
        return f"{verdict}  {self.value:8.1f} {self.unit:3} of {self.budget:g}  {self.name}"


def main(arguments: list[str]) -> int:
    address, process = arguments
    figures = [*pages(address), memory(int(process))]
    sys.stdout.writelines(f"{figure}\n" for figure in figures)
    return 0 if all(figure.is_kept for figure in figures) else 1


def pages(address: str) -> list[Figure]:
    """Weigh every page of the site map, in every language, and report the heaviest."""
    listed = _LISTED.findall(fetch(urljoin(address, "/sitemap.xml"))[0])
    weights = [weigh(urljoin(address, urlsplit(page).path)) for page in listed]
    core, whole = (max(column) for column in zip(*weights, strict=True))
    return [
        Figure("HTML and CSS of a reading page", core / KILOBYTE, 30, "KB"),
        Figure("everything on it but pictures", whole / KILOBYTE, 60, "KB"),
    ]


def weigh(address: str) -> tuple[int, int]:
    """Return the compressed bytes of a page's HTML and CSS, and of all it loads but pictures."""
    body, size = fetch(address)
    core = whole = size
    for found in _ADDRESSED.finditer(body):
        if 'rel="' in found.group() and "stylesheet" not in found.group():
            continue
        text, size = fetch(urljoin(address, found[1]))
        whole += size
        if "stylesheet" in found.group():
            core += size
            fonts = {urljoin(urljoin(address, found[1]), each) for each in _IN_STYLES.findall(text)}
            whole += sum(fetch(font)[1] for font in fonts if not font.startswith("data:"))
    return core, whole


def fetch(address: str) -> tuple[str, int]:
    """Return the text and the size as sent to a browser that takes gzip."""
    request = Request(address, headers={"Accept-Encoding": "gzip"})
    with urlopen(address) as plain, urlopen(request) as sent:
        return plain.read().decode(errors="replace"), len(sent.read())


def memory(process: int) -> Figure:
    """Add up what the server and all it started keep in memory, shared pages counted once."""
    kept = sum(proportional(each) for each in family(process))
    return Figure("idle memory of all processes", kept / MEGABYTE, 700, "MB")


def family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [process, *(each for child in children.split() for each in family(int(child)))]


def proportional(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) * KILOBYTE for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

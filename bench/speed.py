"""How fast one reader's pages come through Django: the baseline for editions."""

import time
from http.client import HTTPConnection
from statistics import median, quantiles

from bench.figures import Figure
from bench.serving import Serving, fetch

_COUNT = 200
_WARMING = 10
_PAGE = "/en/about/"


def measure_speed(site: Serving) -> list[Figure]:
    """Ask in turn for one page and for the bare answer of the health check.

    In turn, and compared by their medians, so that another load on the machine weighs on both.
    """
    page, health = site.connect(), site.connect()
    pairs = [
        (_seconds(page, _PAGE), _seconds(health, "/healthz")) for _ in range(_WARMING + _COUNT)
    ]
    page.close()
    health.close()
    pages, checks = zip(*pairs[_WARMING:], strict=True)
    note = f"{_PAGE}, {_COUNT} requests one by one, p95 {quantiles(pages, n=20)[-1] * 1000:.0f} ms"
    return [
        Figure("Pages through Django", 1 / median(pages), "/s", note=note),
        Figure("Health checks in the same run", 1 / median(checks), "/s"),
        Figure("A page costs as much as", median(pages) / median(checks), "health checks"),
    ]


def _seconds(connection: HTTPConnection, path: str) -> float:
    began = time.perf_counter()
    fetch(connection, path)
    return time.perf_counter() - began

"""The site-wide files, and the pages on which something is found."""

from ambasada.front.views.files import health, robots, site_map
from ambasada.front.views.finding import everything, search, words

__all__ = ["everything", "health", "robots", "search", "site_map", "words"]

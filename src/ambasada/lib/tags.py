"""Tags: how what a page reads while it renders is named, so that a change finds the page again."""

PAGE = "page:"  # with a translation key: that page, in all its languages
PATH = "path:"  # with a path below the language: whatever page is or was there
LIST = "list:"  # with a kind of page: a list of them
PAGES = "pages"  # every page there is, as the site map lists them
FACT = "fact:"  # with a kind of fact
ROOT_KEY = "root key"  # which key the site is proved with
MEMBERS = "members"  # how many members there have been, up to two
ONION = "onion"  # the onion address that the charter and the embassy both give
MIRRORS = "mirrors"  # which mirrors may be shown to readers
MIRROR_DAYS = "mirror days"  # when each was looked at last, and of which day its edition was

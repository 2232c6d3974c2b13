"""Tags: how what a page reads while it renders is named, so that a change finds the page again."""

PAGE = "page:"  # with a translation key: that page, in all its languages
NUMBER = "number:"  # with the number of a page: what running text links to it
HISTORY = "history:"  # with the number of a page: what it said before
PATH = "path:"  # with a path below the language: whatever page is or was there
LIST = "list:"  # with a kind of page: a list of them; with kind, colon and month: those of it
PAGES = "pages"  # every page there is, as the site map lists them
FACT = "fact:"  # with a kind of fact: all of them; with kind, colon and number: that one
ROOT_KEY = "root key"  # which key the site is proved with
INTAKE_LIST = "list of the intake"  # which files the page on which people write is made of
HELP = "sealed help"  # whether somebody is on duty to read appeals, and counts of past years
PAPER = "paper:"  # with the path of a page: whether there is a PDF of it, and which
OFFLINE = "copy to read offline"  # whether there is one, and how large
MEMBERS = "members"  # how many members there have been, up to two
WORDS = "words of copies"  # what copies of the site search
ONION = "onion"  # the onion address that the charter and the embassy both give
MIRRORS = "mirrors"  # which mirrors may be shown to readers
MIRROR_DAYS = "mirror days"  # when each was looked at last, and of which day its edition was
PERSON = "person:"  # with a reference: one person on a list of prisoners
PEOPLE = "people:"  # everybody on such lists; with a base, a letter or a month: those there
LOST = "lost:"  # with a whole path at which nothing is: what would lead there if something were

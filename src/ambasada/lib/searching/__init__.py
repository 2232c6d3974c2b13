"""Words as a search compares them: one form for each way of typing and for each inflected form.

`rules.json` holds what is data: letters, endings, words too small to look for. The script that
searches on a copy of the site reads the same file and does the same with it
(frontend/scripts/searching); tests/lib/search_vectors.json holds the two together.
"""

from ambasada.lib.searching.folding import Word, folded, spans_in, tidy, words_in
from ambasada.lib.searching.lexicon import Lexicon, Subject, Term
from ambasada.lib.searching.stemming import is_small, stem

__all__ = [
    "Lexicon",
    "Subject",
    "Term",
    "Word",
    "folded",
    "is_small",
    "spans_in",
    "stem",
    "tidy",
    "words_in",
]

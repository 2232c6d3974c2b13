"""Nouns of the glossary that can be counted, each with all the forms its language has.

`DAYS % {"count": 5}` is a finished phrase in the language of the reader. Whole numbers
only: the catalogues hold a form for fractions, but Python warns when one is counted.
"""

from django.utils.translation import ngettext_lazy

DAYS = ngettext_lazy("%(count)d day", "%(count)d days", "count")
HOURS = ngettext_lazy("%(count)d hour", "%(count)d hours", "count")
EMBASSIES = ngettext_lazy("%(count)d embassy", "%(count)d embassies", "count")
STATEMENTS = ngettext_lazy("%(count)d statement", "%(count)d statements", "count")
SIGNATURES = ngettext_lazy("%(count)d signature", "%(count)d signatures", "count")
GUIDES = ngettext_lazy("%(count)d guide", "%(count)d guides", "count")
REQUESTS = ngettext_lazy("%(count)d request", "%(count)d requests", "count")

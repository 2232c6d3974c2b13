"""Numbers and dates: figures, data sets, the timeline.

Owns Figure, DataSet and TimelineEvent, each a fact with all languages in one row; charts,
downloads, and reading a table with its mapping. Imported by pages, whose texts name figures, and by
publishing, which owns the page that shows all of it.
"""

"""Contacts as files hold them: cards, tables and Popolo, read into one kind of record.

`records` is what every format is read into and written from. `vcards`, `popolo`, and `rows` with
`presets` and `row_people` are the formats. A file that can't be read at all is refused; a card, row
or object that can't be read is returned with its place and a reason, and the others go in. What has
no field is kept as it was, and is written back.
"""

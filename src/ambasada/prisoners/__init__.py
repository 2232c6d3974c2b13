"""Political prisoners: what a human rights organisation says of them, with its name beside it.

Owns PrisonersPage, lists of sources and their people, claims that wait for a human, and reading a
list from CSV. Imported by front and editions.
"""

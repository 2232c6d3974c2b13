"""Editions: everything the public may read, as signed snapshots that stand without a database.

Owns baking, the books of what was baked, keys and charters, and the front door that serves
readers. What may become public bytes is named in `sources.py`, and nowhere else. Imported by front
and config.
"""

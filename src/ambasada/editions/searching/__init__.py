"""Search: one SQLite file of an embassy, made of its edition's own text, and asked without Django.

It holds nothing that readers were not given, and is worth nothing without the edition: where it is
missing or another version's, it is made anew.
"""

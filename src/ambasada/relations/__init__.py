"""Relations: who the embassy deals with, what was said, and what was promised.

Owns the directory of institutions and people, which the embassies of one installation share, and
the notes of each, which they do not. Imported by config alone. Knows nothing of sealed help.
"""

"""Outlets: what is public, in forms that other programs read: feeds, and cards for links.

Owns no data. Reads the approved pages of the apps below, which know nothing of it. Imported by
editions.
"""

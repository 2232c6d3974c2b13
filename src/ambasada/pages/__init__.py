"""What every page is made of: class, neutral title, sources, corrections, blocks, base template.

Owns the mixin of all public pages, finding a page by its address in the best language, the
components, and the error pages. Knows no page type. Imported by publishing, statements, front.
"""

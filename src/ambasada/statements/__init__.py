"""Statements: what the embassy declared, word for word, with its versions and sources.

Owns StatementIndexPage, StatementPage, published versions, and reading a statement from plain
text. Imported by front.
"""

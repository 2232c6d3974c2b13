"""Framework-free modules: what needs neither Django nor Wagtail to be true.

Owns the door that forgets visitors, the table of security headers, manifests, charters,
signatures, the blob store, mirrors, the recorder, slugs, the words of a search, names in two
scripts, who was written down twice, contacts in files, photographs, masks and what finds faces,
PDFs without their history, the arithmetic of a chain of lines, and the refusal that every command
understands. Imports nothing of the other apps; all of them may import it.
"""

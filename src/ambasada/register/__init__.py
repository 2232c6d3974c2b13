"""The public register of meetings: with whom the embassy met, copied out of what it keeps.

Owns RegisterEntry, a row for each organisation at a meeting, RegisterCount, how many rows of a
quarter are withheld, and RegisterPage, which shows both and gives them as CSV, JSON and Atom. It
knows no contact: relations above writes the copies. Imported by publishing, editions, front and
relations.
"""

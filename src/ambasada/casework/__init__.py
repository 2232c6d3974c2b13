"""Sealed help: what people in danger write, kept so that this installation cannot read it.

Owns cases, letters, parts, wraps, rosters and the keys of those on duty, in two stores of their
own, and the addresses of the help origin and the desk origin. Imported by config alone: nothing
that readers are served knows of it.
"""

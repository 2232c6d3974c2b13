"""The protocol of docs/sealing.md, in Python: what is sealed, to whom, and what a reader checks.

`frontend/sealing` is the same in TypeScript; both run the vectors in tests/vectors. Nothing here
knows a framework, a database or a clock, and no cryptography beneath the protocol is ours.
"""

"""Members: who may sign in to the staff admin, and how they came to be there.

Owns the custom user model, invites and the audit ledger. Knows no embassy: rights come from
`network.Seat`. Imported by network and everything above it.
"""

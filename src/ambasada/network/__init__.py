"""Embassies: who they are, what gives them the right, where they are to be found.

Owns Embassy, Mandate (resolution, founding decision, offices and terms), Channel, the emergency
block, the banner, mirrors and the onion address, wordings, seats, stored documents and pictures.
Everything is data: no nation is named in the code. Imported by pages and everything above it.
"""

"""The public face: home, about, contact, emergency and the page that proves it is us.

Owns HomePage, AboutPage, ContactPage, EmergencyPage, VerifyPage, the site-wide files, the page to
search on, the list from A to Z, and raising an embassy from its content pack. Imported by config.
"""

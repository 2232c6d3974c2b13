"""The public face: home, about, contact, emergency and the page that proves it is us.

Owns HomePage, AboutPage, ContactPage, EmergencyPage, VerifyPage, the site-wide files, and
raising an embassy from its content pack. Imported by config.
"""

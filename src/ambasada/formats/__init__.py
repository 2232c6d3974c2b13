"""How dates, times, numbers and counted things are written in each language.

One package a language, read by Django through FORMAT_MODULE_PATH; beside them the words
of Django and allauth that our catalogues say differently, and the nouns we count. Owns no
page and no model.
"""

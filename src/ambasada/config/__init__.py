"""The Django project: settings, root URLs, the ASGI entry and the `ambasada` command.

Composes the apps and owns no data. Imported by nothing.
"""

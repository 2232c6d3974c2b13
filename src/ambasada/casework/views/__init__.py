from ambasada.casework.views.answers import busy, health, unknown

__all__ = ["busy", "health", "unknown"]

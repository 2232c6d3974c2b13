from ambasada.register.models.circle import Circle
from ambasada.register.models.entry import RegisterCount, RegisterEntry
from ambasada.register.models.page import RegisterPage

__all__ = ["Circle", "RegisterCount", "RegisterEntry", "RegisterPage"]

from ambasada.accounts.management.refusing import RefusingCommand


class Command(RefusingCommand):
    help = "Refuses: nobody sets another's password."
    sentence = (
        "Nobody sets the password of another here. Members let each other back in; "
        "where too few are left, use `ambasada member recover`."
    )

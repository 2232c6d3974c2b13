from ambasada.accounts.management.refusing import RefusingCommand


class Command(RefusingCommand):
    help = "Refuses: no member is a superuser here."
    sentence = "No member is a superuser here. Invite somebody with `ambasada member invite`."

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser


class RefusingCommand(BaseCommand):
    """A command of Django's that must not be used here: says so, whatever is asked of it."""

    sentence = ""

    def run_from_argv(self, argv: list[str]) -> None:  # noqa: ARG002 -- Django's signature
        """Refuse before anything is read, asked or opened."""
        self.stderr.write(self.sentence)
        sys.exit(1)

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whatever Django's command took, to refuse it."""
        parser.add_argument("anything", nargs="*")

    def handle(self, *_args: object, **_options: object) -> None:
        """Refuse when called from code, too."""
        raise CommandError(self.sentence)

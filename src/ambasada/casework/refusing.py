"""The few words in which a wire says no; they tell what to do next and nothing else."""

from enum import StrEnum


class Word(StrEnum):
    """Why a request is not taken."""

    MALFORMED = "malformed"  # it is not what the protocol has in this place
    PROOF = "proof"  # the work asked for was not done, or was used before
    CLOSED = "closed"  # nothing is taken here for now
    UNKNOWN = "unknown"  # it is not there, or not for whoever asks
    BEHIND = "behind"  # something was written meanwhile: look again, and make it anew
    FULL = "full"  # more than there is room for today
    BUSY = "busy"  # it can be asked again in a minute


class NotTaken(Exception):
    """A request is not taken, and nothing was kept of it."""

    def __init__(self, word: Word) -> None:
        super().__init__(word.value)
        self.word = word

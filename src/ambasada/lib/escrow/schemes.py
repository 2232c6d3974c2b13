"""How an escrow is split. Apart from the splitting itself, whose library few processes need."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scheme:
    """How many shares are made, and how many of them are enough."""

    needed: int
    made: int

    def __str__(self) -> str:
        return f"{self.needed}/{self.made}"


SCHEMES = {str(each): each for each in (Scheme(2, 3), Scheme(3, 5))}

"""Code names that say nothing about a family: birds."""

from functools import cache
from itertools import count
from pathlib import Path

from wvg.base.words import fold


@cache
def birds():
    """The names of birds, in order."""
    return tuple((Path(__file__).parent / "birds.txt").read_text("utf-8").split("\n")[:-1])


def free(taken):
    """Names that are not in `taken` (without capitals and accents), one after the other without end."""
    yield from (bird for bird in birds() if fold(bird) not in taken)
    yield from (name for n in count(2) for bird in birds() if fold(name := f"{bird} {n}") not in taken)

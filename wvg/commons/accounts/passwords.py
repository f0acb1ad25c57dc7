"""Passwords: argon2id, and a phrase of four words to offer. Parameters: RFC 9106, second recommendation."""

import secrets
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from wvg.base.errors import Invalid
from wvg.base.words import fold, say

SHORTEST, LONGEST = 12, 200
_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
# Verified when the name is unknown, so that the answer takes as long either way.
_nobody = _hasher.hash(secrets.token_urlsafe(16))


def hashed(password):
    return _hasher.hash(password)


def fits(password_hash, password):
    """Whether `password` is the one; takes as long when there is no hash."""
    try:
        _hasher.verify(password_hash or _nobody, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(password_hash)


def check(password, *known):
    """Raise Invalid("password", …) when a password is too easy; `known` are names it may not be made of."""
    if len(password) < SHORTEST:
        raise Invalid("password", say("Take at least %(n)s characters. Four words are easy to remember.",
                                      n=SHORTEST))
    if len(password) > LONGEST:
        raise Invalid("password", say("Take at most %(n)s characters.", n=LONGEST))
    plain = fold(password)
    for word in (*known, "werkgroep vluchtelingen", "vluchtelingen gent"):
        if word and len(fold(word)) >= 4:
            plain = plain.replace(fold(word), "")
    if len(set(plain)) < 6:
        raise Invalid("password", say("This one is too easy to guess. Take four words that you like."))


@cache
def words():
    return tuple(Path(__file__).with_name("words.txt").read_text("utf-8").split())


def phrase():
    """Four plain Dutch words, chosen by the system's random source."""
    return " ".join(secrets.choice(words()) for _ in range(4))

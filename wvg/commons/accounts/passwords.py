"""Passwords: argon2id, and a phrase of four words to offer. Parameters: RFC 9106, second recommendation."""

import secrets
from functools import cache
from pathlib import Path
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from wvg.base.errors import Invalid
from wvg.base.words import fold, say

SHORTEST, LONGEST = 12, 200
_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
# Verified when the name is unknown, so that the answer takes as long either way.
_nobody = _hasher.hash(secrets.token_urlsafe(16))


# What people take first when a password must be long; names and runs of keys.
COMMON = (
    "werkgroep", "vluchtelingen", "vluchteling", "vrijwilliger", "gent", "belgie", "wachtwoord", "welkom", "geheim",
    "motdepasse", "bonjour", "password", "welcome", "iloveyou", "admin", "letmein", "1234567890", "123456789",
    "12345678", "123456", "12345", "qwertyuiop", "azertyuiop", "qwerty", "azerty", "qsdfghjklm", "asdfghjkl",
    "abcdefgh", "abc", "123", "321",
)


def _plain(password):
    # One keyboard sends é as one sign, another as two.
    return normalize("NFC", password)


def hashed(password):
    return _hasher.hash(_plain(password))


def fits(password_hash, password):
    """Whether `password` is the one; takes as long when there is no hash."""
    try:
        _hasher.verify(password_hash or _nobody, _plain(password))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(password_hash)


def check(password, *known):
    """Raise Invalid("password", …) when a password is too easy; `known` is what others know, or None."""
    if len(password) < SHORTEST:
        raise Invalid("password", say("Take at least %(n)s characters. Four words are easy to remember.",
                                      n=SHORTEST))
    if len(password) > LONGEST:
        raise Invalid("password", say("Take at most %(n)s characters.", n=LONGEST))
    rest = fold(password).replace(" ", "")
    # A telephone number is known as +32470… and typed as 0470….
    easy = [fold(word or "").replace(" ", "").removeprefix("+32") for word in (*known, *COMMON)]
    for word in sorted(easy, key=len, reverse=True):
        if len(word) >= 3:
            rest = rest.replace(word, "")
    if len(set(rest)) < 6:
        raise Invalid("password", say("This one is too easy to guess. Take four words that you like."))


@cache
def words():
    return tuple(Path(__file__).with_name("words.txt").read_text("utf-8").split())


def phrase():
    """Four plain Dutch words, chosen by the system's random source."""
    return " ".join(secrets.SystemRandom().sample(words(), 4))

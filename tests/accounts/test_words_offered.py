"""Four words to offer as a password: friendly, easily spelled, enough of them."""

import math
import re

from wvg.commons.accounts import passwords


def test_there_are_enough_words_for_forty_bits():
    words = passwords.words()
    assert len(words) >= 1024
    assert math.log2(math.perm(len(words), 4)) >= 40


def test_every_word_is_plain_and_there_once():
    words = passwords.words()
    assert all(re.fullmatch(r"[a-z]{3,9}", word) for word in words)
    assert len(set(words)) == len(words)
    assert list(words) == sorted(words)


def sound(word):
    """What somebody hears who has the word read out."""
    for written, heard in [("ij", "y"), ("ei", "y"), ("ou", "au"), ("c", "k"), ("x", "ks"), ("th", "t"), ("ie", "i")]:
        word = word.replace(written, heard)
    return re.sub("d$", "t", re.sub(r"(.)\1+", r"\1", word))


def test_no_two_words_sound_the_same():
    words = passwords.words()
    assert len({sound(word) for word in words}) == len(words)


def test_no_word_is_another_one_with_an_ending():
    words = set(passwords.words())
    for word in words:
        assert not words & {word + ending for ending in ("s", "en", "je", "tje", "jes")}, word


def test_a_phrase_is_four_different_words_that_may_be_a_password():
    phrases = {passwords.phrase() for _ in range(200)}
    assert len(phrases) == 200
    for phrase in phrases:
        assert len(set(phrase.split(" ")) & set(passwords.words())) == 4
        passwords.check(phrase, "godelieve", "Van Hecke", None)

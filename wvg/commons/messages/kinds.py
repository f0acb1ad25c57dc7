"""The sorts of messages: a name that is stored, and the sentence that is made of it when somebody reads."""

from wvg.base.words import Sentence

kinds: dict[str, str] = {}


def kind(name: str, sentence: Sentence) -> str:
    """Declare a sort of message; its sentence may use %(person)s and the details it is told with."""
    kinds[name] = sentence.msgid
    return name

"""How each program takes over a feed, step by step, with what stands in the picture beside it.

The words of the menus are those of the programs themselves, in Dutch, French and English: no sentences of ours.
The address in the pictures is the one that is given to copy, with https: each of these programs takes it. The webcal in
the square code only tells a telephone which of its programs is meant.
"""

from dataclasses import dataclass

from wvg.base.words import Sentence, say

LANGUAGES = ("nl", "fr", "en")
GOOGLE = ("Google Agenda", "Google Agenda", "Google Calendar")
OTHER_CALENDARS = ("Andere agenda's", "Autres agendas", "Other calendars")
FROM_URL = ("Via URL", "À partir de l'URL", "From URL")
ADD_GOOGLE = ("Agenda toevoegen", "Ajouter l'agenda", "Add calendar")
SUBSCRIBE_APPLE = ("Abonneer", "S'abonner", "Subscribe")
CALENDARS_APPLE = ("Agenda's", "Calendriers", "Calendars")
ADD_APPLE = ("Voeg agenda toe", "Ajouter un calendrier", "Add Calendar")
SUBSCRIPTION_APPLE = ("Voeg agenda-abonnement toe", "Ajouter un calendrier avec abonnement",
                      "Add Subscription Calendar")
FILE_MAC = ("Archief", "Fichier", "File")
SUBSCRIPTION_MAC = ("Nieuw agenda-abonnement", "Nouvel abonnement à un calendrier", "New Calendar Subscription")
ADD_OUTLOOK = ("Agenda toevoegen", "Ajouter un calendrier", "Add calendar")
FROM_WEB = ("Abonneren via internet", "S'abonner à partir du web", "Subscribe from web")
IMPORT_OUTLOOK = ("Importeren", "Importer", "Import")
NEW_THUNDERBIRD = ("Nieuwe agenda", "Nouvel agenda", "New Calendar")
NETWORK = ("Op het netwerk", "Sur le réseau", "On the Network")
FIND = ("Agenda's zoeken", "Rechercher des agendas", "Find Calendars")
SUBSCRIBE_THUNDERBIRD = ("Abonneren", "S'abonner", "Subscribe")

# Lines of a picture: (what it is, its words). A grey bar is whatever else stands there, a box holds the address.
BAR, WIDE, CODE, BOX = ("grey", ""), ("wide", ""), ("code", ""), ("box", "")


@dataclass
class Step:
    """What to do, and a picture of the window: its title and its lines."""

    sentence: Sentence
    lines: list[tuple[str, str]]
    title: str = ""


@dataclass
class Way:
    """One way to do it, with a name when there are several."""

    steps: list[Step]
    name: Sentence | None = None


@dataclass
class Program:
    name: str | Sentence
    ways: list[Way]
    note: Sentence | None = None


def programs(language):
    """The programs, with the words of their menus in this language."""

    def word(words):
        return words[LANGUAGES.index(language)]

    def spot(words, after=""):
        return ("spot", word(words) + after)

    def button(words):
        return ("button", word(words))

    def choose(words):
        return Step(say("Choose ‘%(word)s’.", word=word(words)), [WIDE, BAR, spot(words), BAR])

    def paste(words):
        return Step(say("Paste your address and press ‘%(word)s’.", word=word(words)), [WIDE, BOX, button(words)])

    on_computer = Step(
        say("Make your address on the computer where you use your calendar. Or mail the address to yourself."),
        [WIDE, BOX, BAR],
    )
    return [
        Program(say("Android phone, also Samsung (%(program)s)", program=word(GOOGLE)), [Way([
            on_computer,
            Step(say("Open calendar.google.com on that computer. The app on a phone cannot do this."),
                 [WIDE, BAR, WIDE], "calendar.google.com"),
            Step(say("Press the + beside ‘%(word)s’.", word=word(OTHER_CALENDARS)),
                 [WIDE, BAR, spot(OTHER_CALENDARS, "  +")]),
            choose(FROM_URL),
            paste(ADD_GOOGLE),
        ])], say("Google looks only a few times a day. A change may come a day late.")),
        Program("iPhone, iPad", [
            Way([
                Step(say("Point the camera at the square code beside your address."), [CODE, BAR]),
                Step(say("Press the words that appear."), [WIDE, BAR, ("spot", "· · · ·")]),
                Step(say("Press ‘%(word)s’. Does it ask once more? Press it again.", word=word(SUBSCRIBE_APPLE)),
                     [WIDE, BAR, button(SUBSCRIBE_APPLE)]),
            ], say("With the camera")),
            Way([
                Step(say("Mail the address to yourself. Open that mail on your phone and copy the address."),
                     [WIDE, BOX, BAR]),
                Step(say("Open Calendar and press ‘%(word)s’.", word=word(CALENDARS_APPLE)),
                     [WIDE, WIDE, BAR, spot(CALENDARS_APPLE)]),
                Step(say("Press ‘%(first)s’, then ‘%(second)s’.", first=word(ADD_APPLE),
                         second=word(SUBSCRIPTION_APPLE)), [BAR, BAR, spot(SUBSCRIPTION_APPLE), BAR]),
                paste(SUBSCRIBE_APPLE),
            ], say("Without the camera")),
        ]),
        Program("Mac", [Way([
            on_computer,
            Step(say("Open Calendar. At the top, press ‘%(word)s’.", word=word(FILE_MAC)),
                 [spot(FILE_MAC), WIDE, BAR]),
            choose(SUBSCRIPTION_MAC),
            paste(SUBSCRIBE_APPLE),
        ])]),
        Program("Outlook", [Way([
            on_computer,
            Step(say("Open the calendar of Outlook on a computer. Press ‘%(word)s’.", word=word(ADD_OUTLOOK)),
                 [WIDE, BAR, spot(ADD_OUTLOOK)], "Outlook"),
            choose(FROM_WEB),
            paste(IMPORT_OUTLOOK),
        ])]),
        Program("Thunderbird", [Way([
            on_computer,
            Step(say("Open the calendar and press ‘%(word)s’.", word=word(NEW_THUNDERBIRD)),
                 [WIDE, BAR, spot(NEW_THUNDERBIRD)], "Thunderbird"),
            choose(NETWORK),
            paste(FIND),
            Step(say("Press ‘%(word)s’.", word=word(SUBSCRIBE_THUNDERBIRD)),
                 [WIDE, BAR, button(SUBSCRIBE_THUNDERBIRD)]),
        ])]),
    ]

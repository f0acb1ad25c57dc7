"""Finds the pages of the program by itself, so that a new page is never forgotten."""

import hashlib
import re
from datetime import timedelta

import walk_homework

from wvg import demo
from wvg.base import clock
from wvg.commons.accounts import rules as accounts
from wvg.commons.calendar.board import rules as rules_board
from wvg.commons.needs import queries as queries_needs
from wvg.commons.people.models import Household
from wvg.commons.planning.away import rules_absences as absences
from wvg.commons.planning.models import Regular, SeriesSeat
from wvg.commons.planning.series import rules_regulars

PEOPLE = (None, "rita", "bart", "katrien", "marijke", "fatiha", "jonas")
# What the addresses alone do not say: filters, a holiday, a choice made, and no page at all.
MORE = [
    "/rounds/?show=open", "/rounds/?show=mine", "/rounds/?week=2026-W52", "/volunteers/9/merge?other=10",
    "/signed-out?idle", "/nothing-here", "/people/note?language=all",
]
# Rows to fill in: not the first ones, which are about rounds of last month.
NUMBERS = [*range(9, 80), *range(1, 9)]
WEEKS = timedelta(weeks=3)


class NotFilled(Exception):
    """An address with a part that nobody has told how to fill in."""


def pages(app, client, name):
    """Every page that this person can open: their addresses, filled with rows that exist."""
    found = [address for address in MORE if client.get(address).status_code in (200, 404)]
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" in rule.methods and rule.endpoint not in ("static", "accounts.first_admin", "feeds.read"):
            found += _open(client, rule, name)
    return found


def _open(client, rule, name):
    for address in _filled(rule, name):
        answer = client.get(address)
        if answer.status_code == 200:
            return [address] if answer.mimetype == "text/html" else []
        if answer.status_code in (301, 302, 303, 403):  # not for this person
            break
    return []


def _filled(rule, name):
    if not rule.arguments:
        return [rule.rule]
    if name is None:
        return []
    someone = demo.viewer(name, clock.today())
    if rule.endpoint == "accounts.kept":
        key = accounts.keep_form(someone.account, "/seats/9/assignment", [["override", "Kan wel"]], clock.now())
        return [rule.rule.replace("<key>", key)]
    if rule.endpoint == "absences.one":
        day = clock.today()
        return [rule.rule.replace("<int:number>", str(absences.be_away(day, day + WEEKS, someone, clock.now())[0].id))]
    if rule.endpoint.startswith("people.") and rule.arguments:
        return [rule.rule.replace("<int:number>", str(Household.get(Household.code_name == "Merel").id))]
    if rule.endpoint == "regulars.end":
        if someone.outside:
            return []
        return [rule.rule.replace("<int:number>", str(_regular(someone)))]
    if rule.endpoint == "board.show":  # the house has one, and who makes another ends it
        if name != "katrien":
            return []
        return [rule.rule.replace("<secret>", rules_board.new_address(someone, clock.now()))]
    if rule.endpoint == "one_need.show":
        return [rule.rule.replace("<int:number>", str(need.id)) for need in queries_needs.rows(someone)]
    if (homework := walk_homework.filled(rule.rule, name)) is not None:
        return homework
    if re.fullmatch(r"[^<]*<int:\w+>[^<]*", rule.rule):
        return (re.sub("<.*>", str(number), rule.rule) for number in NUMBERS)
    if re.fullmatch(r"[^<]*<group>[^<]*", rule.rule):
        return [rule.rule.replace("<group>", "rounds")]
    raise NotFilled(rule.rule)


def _regular(someone):
    """The number of a fixed place of this person; Bart gave it."""
    row = Regular.get_or_none(Regular.volunteer == someone.volunteer)
    if row is None:
        place, day = SeriesSeat.get(SeriesSeat.position == 2), clock.today() + WEEKS
        bart = demo.viewer("bart", clock.today())
        rules_regulars.make_regular(place.id, someone.volunteer, 2, day, day, bart, clock.now())
        row = Regular.get(Regular.volunteer == someone.volunteer)
    return row.id


def shape(html):
    """A hash of what matters for looks and access: tags and their attributes, without numbers, names and texts."""
    tags = re.findall(r"<[a-z/][^>]*>", html)
    plain = [re.sub(r'(value|content|href|action|hx-post|datetime)="[^"]*"|\d+', "", tag) for tag in tags]
    return hashlib.sha256("".join(plain).encode()).hexdigest()

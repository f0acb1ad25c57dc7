"""Finds the pages of the program by itself, so that a new page is never forgotten."""

import hashlib
import re

from wvg.base import clock
from wvg.commons.accounts import rules as accounts
from wvg.commons.accounts.models import Account

PEOPLE = (None, "rita", "bart", "katrien")
# What the addresses alone do not say.
MORE = ["/rounds/?show=open", "/rounds/?show=mine", "/rounds/?week=2026-W52", "/signed-out?idle", "/nothing-here"]
HIGHEST = 400


class NotFilled(Exception):
    """An address with a part that nobody has told how to fill in."""


def pages(app, client, name):
    """Every page that this person can open: [(endpoint, address)], the address filled with rows that exist."""
    found = [("more", address) for address in MORE if client.get(address).status_code in (200, 404)]
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" in rule.methods and rule.endpoint not in ("static", "accounts.first_admin"):
            address = _open(client, rule, name)
            if address:
                found.append((rule.endpoint, address))
    return found


def _open(client, rule, name):
    for address in _filled(rule, name):
        answer = client.get(address)
        if answer.status_code == 200:
            return address if answer.mimetype == "text/html" else None
        if answer.status_code in (301, 302, 303, 403):  # not for this person
            return None
    return None


def _filled(rule, name):
    if not rule.arguments:
        return [rule.rule]
    if re.fullmatch(r"[^<]*<int:\w+>[^<]*", rule.rule):
        return (re.sub("<.*>", str(number), rule.rule) for number in range(1, HIGHEST))
    if rule.endpoint == "accounts.kept":
        if name is None:
            return []
        account = Account.get(Account.user_name == name)
        key = accounts.keep_form(account.id, "/seats/1/sign-up", [["reason", "Ziek"]], clock.now())
        return [rule.rule.replace("<key>", key)]
    raise NotFilled(rule.rule)


def shape(html):
    """A hash of what matters for looks and access: tags and their attributes, without numbers, names and texts."""
    tags = re.findall(r"<[a-z/][^>]*>", html)
    plain = [re.sub(r'(value|content|href|action|hx-post|datetime)="[^"]*"|\d+', "", tag) for tag in tags]
    return hashlib.sha256("".join(plain).encode()).hexdigest()

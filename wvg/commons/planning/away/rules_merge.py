"""Puts a volunteer who was entered twice together. It cannot be undone."""

from collections import Counter
from dataclasses import dataclass, field

from peewee import IntegrityError

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import say
from wvg.commons.accounts import queries as accounts
from wvg.commons.accounts import rules as account_rules
from wvg.commons.accounts.models import Account
from wvg.commons.audit import rules as audit
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries, rules_reminders, seating
from wvg.commons.planning.models import Activity, SignUp
from wvg.commons.planning.team import rules_wishes
from wvg.commons.volunteers import queries as volunteers
from wvg.commons.volunteers.models import PaperSeen, Volunteer
from wvg.commons.volunteers.permissions import MANAGE

CONTACT = ("email", "mobile", "phone", "max_per_month")


@dataclass
class Merge:
    """What a merge would do.

    filled: {name: value} that goes to the kept one; lost: {name: value} for which there is no room.
    moved: {table: rows}; doubled: sign-ups on an activity on which both are; closed: the account that closes.
    """

    kept: Volunteer
    other: Volunteer
    filled: dict
    lost: dict
    moved: Counter = field(default_factory=Counter)
    doubled: list = field(default_factory=list)
    closed: Account | None = None


def look(kept, other, by):
    """What putting volunteer `other` into `kept` would do. Raises as `merge`."""
    if not by.can(MANAGE):
        raise NotAllowed
    kept, other = volunteers.volunteer(kept), volunteers.volunteer(other)
    if kept == other:
        raise Invalid("other", say("Choose another one than %(name)s.", name=kept.first_name))
    if kept.merged_into_id or other.merged_into_id:
        raise Refused(say("This volunteer was put together with another one."))
    if kept.left_on:
        raise Refused(say("%(name)s has stopped. Bring them back first.", name=kept.first_name))
    account = accounts.account_of(other)
    closed = account if account and account.closed_at is None and accounts.account_of(kept) else None
    if closed and closed.id == by.account:
        raise Refused(say("That is your own account. Choose the other one as the one that stays."))
    contact = {name: getattr(other, name) for name in CONTACT if getattr(other, name)}
    return Merge(
        kept=kept, other=other, doubled=_doubled(kept, other), closed=closed,
        filled={name: value for name, value in contact.items() if not getattr(kept, name)},
        lost={name: value for name, value in contact.items() if getattr(kept, name) not in (None, value)},
        moved=Counter({
            field.model._meta.table_name: count for field in _pointers()
            if (count := field.model.select().where(field == other).count())
        }),
    )


def merge(kept, other, by, now):
    """Everything of `other` becomes of `kept`; `other` is left without contact, pointing at `kept`.

    Pressing twice is pressing once. Raises NotAllowed, Unknown, Invalid("other", …) for the same one, Refused
    when one of them was merged before, has stopped, or when one's own account would close.
    """
    with database.atomic():
        if by.can(MANAGE) and volunteers.volunteer(other).merged_into_id == kept:
            return
        found = look(kept, other, by)
        kept, other = found.kept, found.other
        for row in found.doubled:
            _end_doubled(row, kept, by, now)
        for field in _pointers():
            _move(field, other, kept)
        rules_wishes.put_in_order(kept.id, now)
        _newest_papers(other, kept)
        if found.closed:
            account_rules.close_account(found.closed, by, now)
        other.merged_into, other.left_on = kept, other.left_on or clock.local(now).date()
        other.email = other.mobile = other.phone = None
        other.version += 1
        other.save()
        for name, value in found.filled.items():
            setattr(kept, name, value)
        kept.version += 1
        kept.save()
        audit.record("leaving.merge", by, now, [(kept, {}), (other, {})], on_behalf_of=kept.id)


def _pointers():
    """Every column of every room that points at a volunteer; rooms that come later too."""
    return sorted(Volunteer._meta.backrefs, key=lambda field: (field.model._meta.table_name, field.name))


def _move(field, other, kept):
    """Point all rows at the kept one; a row that is there already (the same skill, an account) stays behind."""
    rows = [row.get_id() for row in field.model.select(field.model._meta.primary_key).where(field == other)]
    for key in rows:
        try:
            with database.atomic():
                field.model.update({field: kept}).where(field.model._meta.primary_key == key).execute()
        except IntegrityError:
            continue


def _newest_papers(other, kept):
    for seen in PaperSeen.select().where(PaperSeen.volunteer == other):
        PaperSeen.update(seen_on=seen.seen_on, seen_by=seen.seen_by).where(
            PaperSeen.volunteer == kept, PaperSeen.kind == seen.kind, PaperSeen.seen_on < seen.seen_on
        ).execute()


def _doubled(kept, other):
    """Live sign-ups of `other` on an activity on which `kept` is too."""
    both = SignUp.select(SignUp.activity).where(SignUp.volunteer == kept, SignUp.ended_at.is_null())
    return list(
        SignUp.select(SignUp, Activity).join(Activity)
        .where(SignUp.volunteer == other, SignUp.ended_at.is_null(), SignUp.activity.in_(both))
        .order_by(Activity.date)
    )


def _end_doubled(row, kept, by, now):
    """One of two places of the same person is open again; what is known of who came is kept."""
    before = {"ended_at": None, "end_reason": ""}
    row.seeking_since, row.ended_at, row.end_reason = None, now, "moved"
    seating.save(row, now)
    act = audit.record("leaving.doubled", by, now, [(row, before)], on_behalf_of=kept.id)
    if row.attendance != "unknown":
        SignUp.update(attendance=row.attendance).where(
            SignUp.volunteer == kept, SignUp.activity == row.activity_id, SignUp.ended_at.is_null(),
            SignUp.attendance == "unknown",
        ).execute()
    if not queries.has_ended(row.activity, clock.local(now)):
        told = {v.id for v in queries.coordinators(row.activity.group, clock.local(now).date())}
        messages.tell(told - {by.volunteer}, notices.DOUBLED, now, person=kept.id, activity=row.activity_id, act=act,
                      title=row.activity.title, day=row.activity.date)
        rules_reminders.place_opened(row.seat, told | {by.volunteer, kept.id}, act, now)

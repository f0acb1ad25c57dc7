from dataclasses import replace
from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from wvg.base import clock, db
from wvg.base.errors import Invalid, Refused
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.keeping import queries as keeping
from wvg.commons.messages import rules as messages
from wvg.commons.needs import notices, queries, rules_telling
from wvg.commons.needs.models import URGENCIES, Need, NeedKind

HEARD, NOT_HEARD, WORDS, RAISED = "needs.heard", "needs.not_heard", "needs.words", "needs.raise"
CHANGED_SINCE = say("Somebody changed this need in the meantime. What you typed is still here.")


def heard(activity, household, kinds, urgency, line, by, now):
    """What was heard at one door of an activity, as its report says it now; the live needs of that door.

    kinds: ids of NeedKind that are ticked. urgency: one of URGENCIES, for those that are not always for today.
    Sent twice it raises nothing twice. What is not ticked any more is closed as a mistake, unless somebody began with
    it: that stays, and its words too. Only inside the transaction of the report, which checked who may report.
    Raises Invalid ("urgency", "kinds").
    """
    there = queries.of_door(activity, household)
    ticked = {kind.id: kind for kind in NeedKind.select().where(NeedKind.id.in_(sorted(kinds)))}
    if urgency not in URGENCIES and not all(kind.at_once for kind in ticked.values()):
        raise Invalid("urgency", say("Choose how urgent it is."))
    if len(ticked) != len(set(kinds)) or any(not k.active and k.id not in there for k in ticked.values()):
        raise Invalid("kinds", say("Choose from the list."))
    for number, kind in ticked.items():
        for_when = "today" if kind.at_once else urgency
        if number in there:
            _heard_again(there[number], for_when, line, by, now)
        else:
            there[number] = made(
                Need(kind=kind, urgency=for_when, household=household, activity=activity, group=activity.group),
                line, HEARD, by, now,
            )
    for number, row in there.items():
        if number not in ticked and not queries.taken_up(row):
            _take_back(row, by, now)
    return [row for row in there.values() if row.outcome != "mistake"]


def made(row, line, act, by, now):
    """Keep a new need; who must look at it today is told."""
    row.raised_by, row.raised_at = by.volunteer, now
    row.seal(queries.Words(line).sealed())
    row.save(force_insert=True)
    rules_telling.tell_for_today(row, audit.record(act, by, now, [(row, None)]), by, now)
    return row


def _heard_again(row, urgency, line, by, now):
    """Its words as they are typed now, and open again when the pair took it back; not when somebody began with it."""
    again = row.outcome == "mistake" and row.owner_id is None  # who closes a need owns it
    if queries.taken_up(row) and not again:
        return
    words = queries.words(row)
    if not again and (row.urgency, words.line, words.damaged) == (urgency, line, False):
        return
    before = {"version": row.version, "urgency": row.urgency, "outcome": row.outcome}
    row.seal(queries.Words(line).sealed())
    changed = {"urgency": urgency, "sealed": row.sealed}
    if again:
        changed.update(closed_at=None, outcome="", raised_by=by.volunteer)
    keep(row, changed)
    told_anew = again or before["urgency"] != urgency
    act = audit.record(HEARD if told_anew else WORDS, by, now, [(row, before)])
    if told_anew:
        messages.settled(rules_telling.acts(row, HEARD), now)
        rules_telling.tell_for_today(row, act, by, now)


def _take_back(row, by, now):
    before = {"version": row.version, "outcome": ""}
    keep(row, {"closed_at": now, "outcome": "mistake"})
    for act in rules_telling.acts(row, HEARD)[:1]:
        messages.take_back(act, notices.MISTAKE, now)
    audit.record(NOT_HEARD, by, now, [(row, before)])


def keep(row, changed):
    """Save these columns of a need as it was read. Raises Refused when somebody changed it since."""
    db.keep(row, changed, CHANGED_SINCE)


def resealed(row, **changed):
    """The blob of a need with these of its queries.Words changed. Raises Refused when it is damaged."""
    words = queries.words(row)
    if words.damaged:
        raise Refused(say("A part of this is damaged. No words can be added any more."))
    row.seal(replace(words, **changed).sealed())
    return row.sealed


def forget_old(now):
    """Erase what was closed longer ago than the board agreed; how many."""
    first = clock.local(now).date() - relativedelta(months=keeping.months("need"))
    gone = Need.delete().where(Need.closed_at < datetime.combine(first, time.min, clock.BRUSSELS)).execute()
    if gone:
        db.leave_nothing_behind()
    return gone

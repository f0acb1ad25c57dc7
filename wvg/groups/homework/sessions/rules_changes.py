"""The verbs of a proposal: one side asks for other hours or another room, the other side says yes or no."""

from wvg.base import clock
from wvg.base.db import database, keep
from wvg.base.errors import Invalid, NotAllowed, Refused
from wvg.base.words import joined, say
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages import rules as messages
from wvg.commons.planning import queries as planning
from wvg.commons.planning.changes import rules as rules_one
from wvg.commons.planning.changes import rules_from_here, rules_preview
from wvg.commons.planning.series import rules as rules_series
from wvg.groups.homework import notices, queries, rules_telling
from wvg.groups.homework.models import HomeworkGroup, Proposal
from wvg.groups.homework.sessions import queries_changes, queries_groups

ANSWERED = say("This was answered in the meantime. Look at it again.")


def propose_once(number, values, by, now):
    """Propose other hours or another room for one session (the number of its activity). The Proposal.

    values: starts, ends, location (id), why. Raises Unknown, NotAllowed, Invalid, Refused.
    """
    with database.atomic():
        session = queries.session(number, by)
        activity = session.activity
        if planning.has_ended(activity, clock.local(now)):
            raise Refused(say("This is over. It can no longer be changed."))
        if activity.state != "planned":
            raise Refused(say("This does not go on."))
        return _propose(session.group, values, activity, by, now, session=session)


def propose_from(number, first_day, values, by, now):
    """Propose other hours or another room for a group (its number), from a day on. The Proposal.

    Raises Unknown, NotAllowed, Invalid, Refused.
    """
    with database.atomic():
        group = queries.group(number, by)
        _check_day(group, first_day, now)
        return _propose(group, values, group.series, by, now, first_day=first_day)


def _check_day(group, first_day, now):
    if first_day <= clock.local(now).date():
        raise Invalid("first_day", say("Take a day from tomorrow on. What is past stays as it was."))
    if first_day < group.series.first_day:
        raise Invalid("first_day", say("Take a day from %(day)s on.", day=group.series.first_day))
    if group.series.last_day and group.series.last_day < first_day:
        raise Invalid("first_day", say("This has stopped by then."))


def _propose(group, values, is_now, by, now, **about):
    side = queries.must_decide(by)
    if group.partner is None:
        raise NotAllowed
    location = next((one for one in queries_groups.to_propose(group, by) if one.id == values["location"]), None)
    if location is None:
        raise Invalid("location", say("Choose one."))
    rules_series.check_hours(values)
    if (values["starts"], values["ends"], location.place) == (is_now.starts, is_now.ends, is_now.place):
        raise Invalid("", say("Nothing was changed."))
    # Nobody else proposes for this group until the transaction ends: who presses twice proposes once.
    HomeworkGroup.update(version=HomeworkGroup.version).where(HomeworkGroup.id == group.id).execute()
    columns = {"group": group, "starts": values["starts"], "ends": values["ends"], "location": location, **about}
    if Proposal.select().filter(state="asked", **columns).exists():
        raise Refused(say("This was proposed already. It waits for an answer."))
    row = Proposal.create(why=values["why"], side=side, by=by.account, made_at=now, **columns)
    act = audit.record("homework.propose", by, now, [(row, None)])
    rules_telling.tell(rules_telling.other(side), notices.PROPOSED, group, now, by, act=act, what=what(row),
                       who=rules_telling.name_of(side, group), path=path(row))
    return row


def what(row):
    """A Sentence: what is proposed."""
    hours = joined([row.starts, row.ends], " – ")
    if row.session is None:
        return say("From %(day)s on: %(hours)s, %(place)s.", day=row.first_day, hours=hours, place=row.location.name)
    return say("%(day)s: %(hours)s, %(place)s.", day=row.session.activity.date, hours=hours, place=row.location.name)


def path(row):
    return f"/homework/proposals/{row.id}"


def take_back(number, version, by, now):
    """Whoever's side proposed it does not want it any more. Raises Unknown, NotAllowed, Refused."""
    with database.atomic():
        row = queries_changes.proposal(number, by, now)
        if queries.must_decide(by) != row.side:
            raise NotAllowed
        answered(row, "taken back", "", version, by, now)
        return row


def decline(number, answer, version, by, now):
    """The other side says no, and why. Raises Unknown, NotAllowed, Invalid, Refused."""
    with database.atomic():
        row = _to_answer(number, by, now)
        if not answer:
            raise Invalid("answer", say("Write why. The other side reads it."))
        answered(row, "declined", answer, version, by, now)
        _tell(row, say("The answer is no."), by, now)
        return row


def approve(number, answer, version, by, now, fingerprint=""):
    """The other side says yes: it is changed at once, and those on the lists are told. The Proposal.

    fingerprint: of the preview that was seen; without, what it does now. Raises Unknown, NotAllowed, Refused.
    """
    with database.atomic():
        row = _to_answer(number, by, now)
        answered(row, "approved", answer, version, by, now)
        acting = queries_changes.who_acts(row, by, now)
        if acting is None:
            raise Refused(say("Who proposed this no longer coordinates. Ask WVG to propose it again."))
        try:
            _carry_out(row, acting, fingerprint, now)
        except Invalid as invalid:  # a day or hour that has passed since
            raise Refused(invalid.sentence) from None
        _tell(row, say("The answer is yes. It is changed."), by, now)
        return row


def _to_answer(number, by, now):
    row = queries_changes.proposal(number, by, now)
    if queries.must_decide(by) == row.side:
        raise NotAllowed
    return row


def answered(row, state, answer, version, by, now):
    """Write down the answer, the first one only."""
    if row.state != "asked":
        raise Refused(ANSWERED)
    before = {"state": row.state}
    row.version = version
    keep(row, {"state": state, "answer": answer, "decided_by": by.account, "decided_at": now}, ANSWERED)
    audit.record("homework.answer_proposal", by, now, [(row, before)])
    asked = Act.select().join(ActChange).where(
        Act.kind == "homework.propose", ActChange.table == "proposal", ActChange.row == row.id
    )
    messages.settled([act.id for act in asked], now)


def _tell(row, said, by, now):
    rules_telling.tell(row.side, notices.DECIDED, row.group, now, by, what=said, path=path(row),
                       who=rules_telling.name_of(rules_telling.other(row.side), row.group))


def plan(row, acting, now):
    """What a proposal from a day on would do now. Raises Invalid, Refused."""
    return rules_preview.preview(row.group.series_id, row.first_day, columns(row), acting, now)


def columns(row):
    return {"starts": row.starts, "ends": row.ends, "place": row.location.place}


def _carry_out(row, acting, fingerprint, now):
    if row.session is not None:
        activity = row.session.activity
        rules_one.change_one(activity.id, {"date": activity.date, "title": activity.title, **columns(row)}, acting,
                             activity.version, now)
        return
    _check_day(row.group, row.first_day, now)
    seen = fingerprint or plan(row, acting, now).fingerprint
    rules_from_here.change_from_here(row.group.series_id, row.first_day, columns(row), acting, seen, "", now)
    HomeworkGroup.update(location=row.location, version=HomeworkGroup.version + 1).where(
        HomeworkGroup.id == row.group_id
    ).execute()

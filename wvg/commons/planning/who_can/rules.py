"""The verbs of who can when: ask, answer, remind, end."""

from dateutil.relativedelta import relativedelta
from peewee import IntegrityError

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.base.words import say
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import ActChange
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, seating
from wvg.commons.planning.models import ANSWERS, Answer, Asking, SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.planning.who_can import queries as queries_who_can

LONGEST = relativedelta(months=6)


def ask(group, first_day, last_day, deadline, by, now):
    """Ask the volunteers of a group when they can; they are told. The asking.

    Raises NotAllowed; Invalid for days that cannot be; Refused when an open asking has some of the same days.
    """
    if not by.can(ASSIGN, group):
        raise NotAllowed
    today = clock.local(now).date()
    if first_day < today:
        raise Invalid("first_day", say("Choose a day from today on."))
    if last_day < first_day:
        raise Invalid("last_day", say("The last day must be after the first day."))
    if last_day > first_day + LONGEST:
        raise Invalid("last_day", say("Ask for half a year at most."))
    if not today <= deadline <= last_day:
        raise Invalid("deadline", say("Choose a day between today and the last day."))
    with database.atomic():
        other = queries_who_can.overlapping(group, first_day, last_day)
        if other:
            raise Refused(_asked_already(other))
        if not queries_who_can.coming(group, first_day, last_day):
            raise Invalid("last_day", say("There are no dates in these days."))
        try:
            with database.atomic():
                asking = Asking.create(
                    group=group, first_day=first_day, last_day=last_day, deadline=deadline, by=by.account, made_at=now
                )
        except IntegrityError:
            raise Refused(_asked_already(queries_who_can.overlapping(group, first_day, last_day))) from None
        act = audit.record("who_can.ask", by, now, [(asking, None)])
        _tell(queries_who_can.circle(group, today), notices.WHO_CAN, asking, by, act, now)
    return asking


def answer(number, answers, by, now, volunteer=None):
    """Say when one can: {activity: "yes", "rather not" or "no"}; for somebody else when one coordinates the group.

    What is not in `answers` stays as it was. Raises Unknown, NotAllowed, Invalid, and Refused when it was ended, after
    the deadline (a coordinator may), and for a date that is over or does not go on.
    """
    with database.atomic():
        asking = queries_who_can.asking(number, by)
        who = whose(asking, volunteer, by, now)
        must_take_answers(asking, by, now)
        if not answers or not set(answers.values()) <= set(ANSWERS):
            raise Invalid("", say("Choose an answer for at least one date."))
        there = {activity.id: activity for activity in queries_who_can.dates(asking, clock.local(now))}
        if not set(answers) <= set(there):
            raise Refused(say("One of these dates is over or does not go on. Look at the list again."))
        mine = (Answer.asking == asking) & (Answer.volunteer == who)
        before = {row.activity_id: row.answer for row in Answer.select().where(mine)}
        changed = {key: said for key, said in answers.items() if before.get(key) != said}
        if changed:
            rows = Answer.insert_many([
                {"asking": asking.id, "volunteer": who, "activity": key, "answer": said, "by": by.account,
                 "made_at": now} for key, said in changed.items()
            ]).on_conflict(
                conflict_target=[Answer.asking, Answer.volunteer, Answer.activity],
                preserve=[Answer.answer, Answer.by, Answer.made_at],
            ).returning(Answer).execute()
            audit.record("who_can.answer", by, now, on_behalf_of=who, changes=[
                (row, {"answer": before[row.activity_id]} if row.activity_id in before else None) for row in rows
            ])
        messages.settled(_acts(asking), now, [who])
        sentence = say("Thank you. %(name)s knows now when you can.", name=asking.asker.volunteer.first_name)
        if who != by.volunteer:
            sentence = say("It is written down.")
        elif asking.by == by.account:
            sentence = say("Thank you. It is written down.")
        cannot = [activity for key, activity in there.items() if answers.get(key) == "no"]
        return seating.Done(sentence, None, _still_on_a_list(who, cannot))


def whose(asking, volunteer, by, now):
    """For whom is answered: oneself, or the `volunteer` (an id) for a coordinator. Raises NotAllowed, Unknown."""
    if volunteer in (None, by.volunteer):
        return by.volunteer
    if not by.can(ASSIGN, asking.group):
        raise NotAllowed
    if volunteer not in {v.id for v in queries_who_can.circle(asking.group, clock.local(now).date())}:
        raise Unknown
    return volunteer


def must_take_answers(asking, by, now):
    """Raises Refused when nothing can be said any more, or not by a volunteer."""
    today = clock.local(now).date()
    if not queries_who_can.is_open(asking, today):
        raise Refused(say("This is over. You do not have to answer any more."))
    if asking.deadline < today and not by.can(ASSIGN, asking.group):
        name = asking.asker.volunteer.first_name
        raise Refused(say("You could answer until %(day)s. Tell %(name)s, who can still write it down.",
                          day=asking.deadline, name=name))


def remind(number, by, now):
    """Tell those who have not answered once more, not twice on a day; how many. Raises Unknown, NotAllowed, Refused."""
    with database.atomic():
        asking = queries_who_can.coordinated(number, by)
        today = clock.local(now).date()
        if not queries_who_can.takes_answers(asking, today):
            raise Refused(say("The time to answer is over. You can still write down what they say."))
        if clock.local(asking.reminded_at or asking.made_at).date() == today:
            raise Refused(say("They have been told today. You can remind them from tomorrow on."))
        silent = queries_who_can.silent(asking, today)
        if not silent:
            raise Refused(say("Everybody has answered."))
        before = {"reminded_at": asking.reminded_at and asking.reminded_at.isoformat()}
        asking.reminded_at = now
        asking.save()
        act = audit.record("who_can.remind", by, now, [(asking, before)])
        # Whoever did not read the first message need not read two.
        messages.settled(_acts(asking), now, [v.id for v in silent])
        return _tell(silent, notices.WHO_CAN_REMINDED, asking, by, act, now)


def end(number, by, now):
    """Nobody needs to answer any more; what was said stays. Raises Unknown, NotAllowed."""
    with database.atomic():
        asking = queries_who_can.coordinated(number, by)
        if asking.ended_at is None:
            asking.ended_at = now
            asking.save()
            audit.record("who_can.end", by, now, [(asking, {"ended_at": None})])
            messages.settled(_acts(asking), now)
    return asking


def _asked_already(other):
    return say("You asked this already for %(first)s to %(last)s. End that one first, or choose other days.",
               first=other.first_day, last=other.last_day)


def _tell(volunteers, kind, asking, by, act, now):
    people = {v.id for v in volunteers} - {by.volunteer}
    messages.tell(people, kind, now, person=by.volunteer, act=act, first=asking.first_day, last=asking.last_day,
                  deadline=asking.deadline, path=f"/who-can/{asking.id}/answers")
    return len(people)


def _acts(asking):
    """The acts that told people of this asking."""
    return ActChange.select(ActChange.act).where(ActChange.table == "asking", ActChange.row == asking.id)


def _still_on_a_list(volunteer, activities):
    """Saying no does not take anybody off a list; that has a button of its own."""
    ids = {
        a for (a,) in SignUp.select(SignUp.activity).where(
            SignUp.volunteer == volunteer, SignUp.activity.in_(activities), SignUp.ended_at.is_null(),
            SignUp.seeking_since.is_null(),
        ).tuples()
    }
    return [say("Note: still on the list for %(day)s. Use ‘I can't make it’ there.", day=a.date)
            for a in activities if a.id in ids][:1]

"""The verbs of a seat: sign up, give back, look for a substitute, take over, give to somebody, undo."""

from dataclasses import dataclass, field
from datetime import timedelta

from peewee import IntegrityError

from wvg.base import clock
from wvg.base.db import database
from wvg.base.errors import Invalid, NotAllowed, Refused, Unknown
from wvg.base.words import Sentence, named, phone, say, short_name
from wvg.commons.audit import rules as audit
from wvg.commons.audit.models import Act, ActChange
from wvg.commons.messages import rules as messages
from wvg.commons.planning import notices, queries
from wvg.commons.planning.models import Seat, SignUp
from wvg.commons.planning.permissions import ASSIGN
from wvg.commons.volunteers.models import Volunteer

UNDO_DAYS = 1


@dataclass
class Done:
    """What happened: a sentence for who did it, warnings after it, and the act when it can be undone."""

    sentence: Sentence
    act: Act | None = None
    warnings: list[Sentence] = field(default_factory=list)


def sign_up(number, by, now):
    """Take an open seat for oneself. Pressing twice is pressing once.

    Raises Unknown, Refused (taken, over, a need is missing, newcomers only).
    """
    with database.atomic():
        seat = queries.seat(number, by)
        held = queries.live(seat)
        if held and held.volunteer_id == by.volunteer:
            return Done(_you_are_on(seat))
        _must_be_on(seat, now)
        if held:
            raise Refused(_faster(held))
        _must_fit(seat, by.volunteer, now)
        row = _seat_down(seat, by.volunteer, by, now)
        act = audit.record("planning.sign_up", by, now, [(row, None)])
        return Done(_you_are_on(seat), act, _warnings(seat, by.volunteer))


def withdraw(number, by, now, ill=False):
    """Leave a seat at once; it is open again, and coordinators and the others on it are told.

    Coordinators may do it for whoever sits there.
    """
    with database.atomic():
        seat, held = _own_or_assigned(number, by)
        _not_over(seat, now)
        before = _state(held)
        held.seeking_since, held.ended_at, held.end_reason = None, now, "ill" if ill else "withdrew"
        _save(held)
        act = audit.record("planning.withdraw", by, now, [(held, before)], on_behalf_of=held.volunteer_id)
        told = [*queries.coordinators(seat.activity.group, clock.local(now).date()),
                *queries.others_on(seat.activity, but=held.volunteer_id)]
        _tell({v.id for v in told} - {by.volunteer, held.volunteer_id}, notices.WITHDREW, held, act, now)
        if held.volunteer_id != by.volunteer:
            messages.tell([held.volunteer_id], notices.TAKEN_OFF, now, person=by.volunteer,
                          activity=seat.activity_id, act=act, **_details(seat.activity))
            return Done(say("%(name)s is off the list for %(day)s.", name=_name(held), day=seat.activity.date), act)
        return Done(
            say("You are no longer on the list for %(day)s.", day=seat.activity.date), act,
            _who_was_told(told, by.volunteer),
        )


def seek(number, by, now):
    """Stay on the seat, and look for a substitute until somebody takes over."""
    with database.atomic():
        seat, held = _own_or_assigned(number, by)
        _must_be_on(seat, now)
        sentence = say("We are asking who can take over. Until then you stay on the list.")
        if held.volunteer_id != by.volunteer:
            sentence = say("We are asking who can take over from %(name)s.", name=_name(held))
        if held.seeking_since:
            return Done(sentence)
        before = _state(held)
        held.seeking_since = now
        _save(held)
        act = audit.record("planning.seek", by, now, [(held, before)], on_behalf_of=held.volunteer_id)
        told = {v.id for v in queries.coordinators(seat.activity.group, clock.local(now).date())}
        _tell(told - {by.volunteer, held.volunteer_id}, notices.SEEKING, held, act, now)
        return Done(sentence, act)


def come_after_all(number, by, now):
    """Stop looking for a substitute."""
    with database.atomic():
        seat, held = _own_or_assigned(number, by)
        if held.seeking_since is None:
            return Done(_you_are_on(seat))
        before = _state(held)
        held.seeking_since = None
        _save(held)
        act = audit.record("planning.come_after_all", by, now, [(held, before)], on_behalf_of=held.volunteer_id)
        told = {v.id for v in queries.coordinators(seat.activity.group, clock.local(now).date())}
        _tell(told - {by.volunteer, held.volunteer_id}, notices.COMES, held, act, now)
        return Done(say("Good. You stay on the list for %(day)s.", day=seat.activity.date), act)


def take_over(number, by, now):
    """Take the seat of somebody who looks for a substitute; they are told."""
    with database.atomic():
        seat = queries.seat(number, by)
        held = queries.live(seat)
        if held and held.volunteer_id == by.volunteer and held.kind == "substitute":
            return Done(_you_are_on(seat))
        _must_be_on(seat, now)
        if held is None:
            raise Refused(say("%(day)s: this place is open now. You can sign up for it.", day=seat.activity.date))
        if held.volunteer_id == by.volunteer:
            raise Refused(say("This is your own place."))
        if held.seeking_since is None:
            raise Refused(_faster(held))
        _must_fit(seat, by.volunteer, now)
        row, act = _replace(seat, held, by.volunteer, by, now, "substitute", "taken over", "planning.take_over")
        told = {v.id for v in queries.coordinators(seat.activity.group, clock.local(now).date())}
        _tell((told | {held.volunteer_id}) - {by.volunteer}, notices.TAKEN_OVER, row, act, now)
        sentence = say("You take over from %(name)s: %(title)s, %(day)s.",
                       name=_name(held), title=seat.activity.title, day=seat.activity.date)
        return Done(sentence, act, _warnings(seat, by.volunteer))


def assign(number, volunteer, by, now, override=""):
    """Give a seat to a volunteer, for a coordinator: "by Bart, for Godelieve". They are told.

    Whoever sat there is moved off and told. Raises NotAllowed, Refused when a need blocks, and
    Invalid("override", …) when there is a warning and no reason to go over it.
    """
    with database.atomic():
        seat = queries.seat(number, by)
        if not by.can(ASSIGN, seat.activity.group):
            raise NotAllowed
        _must_be_on(seat, now)
        volunteer = Volunteer.get_or_none(Volunteer.id == volunteer, Volunteer.left_on.is_null())
        if volunteer is None:
            raise Invalid("volunteer", say("Choose somebody from the list."))
        held = queries.live(seat)
        if held and held.volunteer_id == volunteer.id:
            return Done(_is_on(seat, volunteer))
        blocked = [need for need in queries.missing_needs(seat, volunteer) if need.blocks]
        if blocked:
            raise Invalid("volunteer", _only_with(blocked))
        warned = assign_warnings(seat, volunteer, clock.local(now).date())
        if warned and not override:
            raise Invalid("override", say("%(warning)s Write why it is all right.", warning=warned[0]))
        if held:
            row, act = _replace(
                seat, held, volunteer.id, by, now, "one-off", "moved", "planning.assign", override=override
            )
            _tell({held.volunteer_id} - {by.volunteer}, notices.TAKEN_OVER, row, act, now)
        else:
            row = _seat_down(seat, volunteer.id, by, now, override=override)
            act = audit.record("planning.assign", by, now, [(row, None)], on_behalf_of=volunteer.id)
        if volunteer.id != by.volunteer:
            messages.tell([volunteer.id], notices.ASSIGNED, now, person=by.volunteer,
                          activity=seat.activity_id, act=act, **_details(seat.activity))
        return Done(_is_on(seat, volunteer), act)


def assign_warnings(seat, volunteer, today):
    """Why a coordinator should look twice; in words that give nothing of other groups away."""
    activity, found, name = seat.activity, [], volunteer.first_name
    if queries.clashes(volunteer, activity):
        found.append(say("%(name)s is busy then.", name=name))
    if queries.is_absent(volunteer, activity):
        found.append(say("%(name)s is away then.", name=name))
    if volunteer.max_per_month and queries.turns_in_month(volunteer, activity.date) >= volunteer.max_per_month:
        found.append(say("%(name)s wants to go %(n)s times a month at most.", name=name, n=volunteer.max_per_month))
    for need in queries.missing_needs(seat, volunteer):
        found.append(say("%(name)s does not have this: %(what)s.", name=name, what=named(need.skill or need.paper)))
    if _only_newcomers(seat, volunteer, today):
        found.append(say("%(name)s is new. Nobody with experience goes along.", name=name))
    return found


def undo(number, by, now):
    """Turn back one's own act, until the next day, while everything is still as it left it."""
    with database.atomic():
        act = Act.get_or_none(Act.id == number, Act.by == by.account, Act.kind.startswith("planning."))
        if act is None or by.account is None:
            raise Unknown
        changes = list(ActChange.select().where(ActChange.act == act, ActChange.table == "sign_up"))
        rows = {row.id: row for row in SignUp.select().where(SignUp.id.in_([c.row for c in changes]))}
        today = clock.local(now).date()
        if act.undone_by_id is not None:
            return Done(say("That has been undone.")), _activity_of(rows)
        if not changes or today > clock.local(act.at).date() + timedelta(days=UNDO_DAYS):
            raise Refused(say("This can no longer be undone. Use the buttons on the board."))
        if any(rows[c.row].version != c.version for c in changes):
            raise Refused(say("This can no longer be undone: something changed after it."))
        activity = _activity_of(rows)
        if queries.has_ended(activity, clock.local(now)):
            raise Refused(say("This is over. It can no longer be changed."))
        undoing = audit.record("planning.undo", by, now, on_behalf_of=act.on_behalf_of)
        try:
            # The rows that were made go first, so that the seat is free for who comes back.
            for change in sorted(changes, key=lambda c: c.before is not None):
                _put_back(rows[change.row], change.before, now)
        except IntegrityError:
            raise Refused(say("This can no longer be undone: something changed after it.")) from None
        act.undone_by = undoing
        act.save()
        messages.take_back(act, notices.UNDONE, now)
        return Done(say("That has been undone.")), activity


def _activity_of(rows):
    return next(iter(rows.values())).activity if rows else None


def _put_back(row, before, now):
    if before is None:
        row.ended_at, row.end_reason, row.seeking_since = now, "undone", None
    else:
        for name, value in before.items():
            setattr(row, name, SignUp._meta.fields[name].python_value(value) if value else value)
    _save(row)


def _state(row):
    """The values of a sign-up that a verb may change, as the record of the act keeps them."""
    kept = {name: row.__data__[name] for name in ("seeking_since", "ended_at", "end_reason")}
    return {name: SignUp._meta.fields[name].db_value(v).isoformat(" ") if hasattr(v, "isoformat") else v
            for name, v in kept.items()}


def _save(row):
    row.version += 1
    row.save()


def _seat_down(seat, volunteer, by, now, **more):
    try:
        with database.atomic():
            return SignUp.create(
                seat=seat, activity=seat.activity_id, volunteer=volunteer, by=by.account,
                on_behalf=volunteer != by.volunteer, made_at=now, **more,
            )
    except IntegrityError:
        held = queries.live(seat)
        raise Refused(_faster(held) if held else _once_each(volunteer, by)) from None


def _replace(seat, held, volunteer, by, now, kind, reason, act_kind, **more):
    before = _state(held)
    held.seeking_since, held.ended_at, held.end_reason = None, now, reason
    _save(held)
    row = _seat_down(seat, volunteer, by, now, kind=kind, replaces=held, **more)
    act = audit.record(act_kind, by, now, [(held, before), (row, None)], on_behalf_of=volunteer)
    return row, act


def _own_or_assigned(number, by):
    """(seat, live sign-up): one's own, or anybody's for a coordinator. Raises NotAllowed, Refused."""
    seat = queries.seat(number, by)
    held = queries.live(seat)
    if held is None or (held.volunteer_id != by.volunteer and not by.can(ASSIGN, seat.activity.group)):
        if held is None:
            raise Refused(say("Nobody is on this place any more."))
        raise NotAllowed
    return seat, held


def _must_be_on(seat, now):
    _not_over(seat, now)
    if seat.activity.state == "to confirm":
        raise Refused(say("It is not sure yet that this goes on. Wait until it is confirmed."))
    if seat.activity.state != "planned":
        raise Refused(say("This does not go on."))


def _not_over(seat, now):
    if queries.has_ended(seat.activity, clock.local(now)):
        raise Refused(say("This is over. It can no longer be changed."))


def _must_fit(seat, volunteer, now):
    blocked = [need for need in queries.missing_needs(seat, volunteer) if need.blocks]
    if blocked:
        raise Refused(_only_with(blocked))
    volunteer = Volunteer.get_by_id(volunteer)
    if _only_newcomers(seat, volunteer, clock.local(now).date()):
        raise Refused(say("Somebody new is coming along already. We look for somebody with experience."))


def _only_newcomers(seat, volunteer, today):
    """Whether this volunteer would fill the last required seat without anybody experienced on it."""
    series = seat.activity.series
    if series is None or not series.with_experienced or not queries.is_new(volunteer, today):
        return False
    others = queries.others_on(seat.activity, but=volunteer.id)
    required = Seat.select().where(
        Seat.activity == seat.activity_id, Seat.required == True, Seat.state == "open"  # noqa: E712
    ).count()
    held = queries.live(seat)
    others = [v for v in others if held is None or v.id != held.volunteer_id]
    return len(others) + 1 >= required and all(queries.is_new(v, today) for v in others)


def _warnings(seat, volunteer):
    warnings = [
        say("Note: you also have this then: %(title)s.", title=other.title)
        for other in queries.clashes(volunteer, seat.activity)
    ]
    for need in queries.missing_needs(seat, volunteer):
        warnings.append(say("Note: this place asks for: %(what)s.", what=named(need.skill or need.paper)))
    return warnings


def _who_was_told(told, me):
    people = {v.id: v for v in told if v.id != me}.values()
    return [
        say("We told %(name)s: %(phone)s.", name=v.first_name, phone=phone(v.mobile)) if v.mobile
        else say("We told %(name)s.", name=v.first_name)
        for v in people
    ]


def _tell(recipients, kind, sign_up, act, now):
    activity = sign_up.activity
    messages.tell(recipients, kind, now, person=sign_up.volunteer_id, activity=activity.id, act=act,
                  **_details(activity))


def _details(activity):
    return {"title": activity.title, "day": activity.date}


def _name(held):
    return short_name(held.volunteer.first_name, held.volunteer.last_name)


def _faster(held):
    return say("%(name)s was just a little faster. This place is taken.", name=held.volunteer.first_name)


def _once_each(volunteer, by):
    if volunteer == by.volunteer:
        return say("You are on this list already, on another place.")
    return say("This volunteer is on this list already, on another place.")


def _only_with(needs):
    return say("Only with: %(what)s.", what=", ".join(named(need.skill or need.paper) for need in needs))


def _you_are_on(seat):
    if seat.role.key == "place":
        return say("You are signed up. %(title)s, %(day)s.", title=seat.activity.title, day=seat.activity.date)
    return say("You are signed up as %(role)s. %(title)s, %(day)s.", role=seat.name.lower(),
               title=seat.activity.title, day=seat.activity.date)


def _is_on(seat, volunteer):
    return say("%(name)s is signed up. %(title)s, %(day)s.", name=volunteer.first_name,
               title=seat.activity.title, day=seat.activity.date)

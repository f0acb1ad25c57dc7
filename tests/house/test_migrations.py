"""What migrations make equals what the models say, CHECKs and partial indexes included."""

import importlib
import re
from pathlib import Path

import pytest
from peewee import IntegrityError, SqliteDatabase

from wvg.base import db
from wvg.base.sealed import Sealed
from wvg.commons.volunteers.models import Named

ROOT = Path(__file__).parent.parent.parent / "wvg"


def all_models():
    for path in ROOT.rglob("models.py"):
        importlib.import_module(".".join(("wvg", *path.relative_to(ROOT).with_suffix("").parts)))

    def below(model):
        for child in model.__subclasses__():
            yield child
            yield from below(child)

    return [model for model in below(db.Model) if model not in (Named, Sealed)]


def schema(database):
    rows = database.execute_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: re.sub(r"\s+", " ", sql) for name, sql in rows if name != "schema_migration"
            and not name.startswith(("sqlite_", "schema_migration"))}


def test_the_migrated_schema_is_that_of_the_models(empty_app):
    migrated = schema(db.database)
    fresh = SqliteDatabase(":memory:")
    models = all_models()
    with fresh.bind_ctx(models):
        fresh.create_tables(models)
        assert schema(fresh) == migrated


def test_every_table_has_a_model_and_every_index_a_name_of_its_own(empty_app):
    names = [row[0] for row in db.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'index'")]
    assert len(names) == len(set(names))
    assert {m._meta.table_name for m in all_models()} == {
        row[0] for row in db.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not row[0].startswith(("schema_migration", "sqlite_"))
    }


NEED = 'INSERT INTO need (id, kind_id, urgency, "group", raised_at, closed_at, outcome, version) VALUES ({})'
RUN = "INSERT INTO run (id, activity_id, left_over_version, version) VALUES (9, 5, 1, 1);"
STOP = "INSERT INTO stop (id, run_id, position, just_visit, counted, result, adults, children, version) " \
       "VALUES (1, 9, 1, 0, 0, '', 0, 0, 1);"
DONOR = "INSERT INTO donor (id, name, place, contact, phone, active, version) VALUES (9, 'Bakker', '', '', '', 1, 1);"

FEED = 'INSERT INTO feed (kind, account_id, "group", token_hash, made_at, also, etag) VALUES {}'

PROPOSAL = "INSERT INTO proposal (group_id, session_id, first_day, starts, ends, location_id, why, side, made_at, state, " \
           "answer, version) SELECT MIN(id), {}, 1, '', {}, '2026-01-01', {}, '', 1 FROM homework_group"
OFFER = "INSERT INTO tutor_offer (seat_id, volunteer_id, partner_id, made_at, state) SELECT 1, 1, p.id, '2026-01-01', {} " \
        "FROM partner p, volunteer LIMIT 2"

# Each constraint, by what breaks it. Values beside those of a row that is right.
BREAK = {
    "sign_up_one_on_a_seat": "INSERT INTO sign_up (seat_id, activity_id, volunteer_id, {rest}) "
                             "SELECT seat_id, activity_id, 7, {values} FROM sign_up WHERE ended_at IS NULL LIMIT 1",
    "sign_up_one_seat_each": "INSERT INTO sign_up (seat_id, activity_id, volunteer_id, {rest}) "
                             "SELECT s.id, u.activity_id, u.volunteer_id, {values} FROM sign_up u JOIN seat s "
                             "ON s.activity_id = u.activity_id AND s.id NOT IN (SELECT seat_id FROM sign_up) "
                             "WHERE u.ended_at IS NULL LIMIT 1",
    "sign_up_regular_once": "INSERT INTO sign_up (seat_id, activity_id, volunteer_id, regular_id, ended_at, kind, "
                            "on_behalf, override, made_at, end_reason, attendance, version) SELECT u.seat_id, "
                            "u.activity_id, v.id, 1, v.made_at, 'regular', 0, '', v.made_at, 'ill', 'unknown', 1 "
                            "FROM (SELECT * FROM sign_up LIMIT 1) u, volunteer v LIMIT 2",
    "sign_up_seat_of_another_activity": "INSERT INTO sign_up (seat_id, activity_id, volunteer_id, {rest}) "
                                        "SELECT (SELECT MAX(id) FROM seat), 1, 7, {values}",
    "sign_up_kind": "UPDATE sign_up SET kind = 'sometimes'",
    "sign_up_end_has_reason": "UPDATE sign_up SET end_reason = 'ill' WHERE ended_at IS NULL",
    "sign_up_end_reason": "UPDATE sign_up SET ended_at = '2026-01-01', end_reason = 'bored'",
    "sign_up_attendance": "UPDATE sign_up SET attendance = 'maybe'",
    "activity_once_a_date": "UPDATE activity SET original_date = '2027-01-01' WHERE series_id = 1",
    "activity_forward": "UPDATE activity SET end_date = '2020-01-01'",
    "activity_hours_forward": "UPDATE activity SET ends = '01:00:00' WHERE starts IS NOT NULL",
    "activity_state": "UPDATE activity SET state = 'perhaps'",
    "activity_audience": "UPDATE activity SET audience = 'the street'",
    "seat_once_an_activity": "INSERT INTO seat (activity_id, series_seat_id, role_id, required, position, state) "
                             "SELECT activity_id, series_seat_id, role_id, 1, 9, 'open' FROM seat LIMIT 1",
    "seat_state": "UPDATE seat SET state = 'broken'",
    "seat_need_one": "UPDATE seat_need SET skill_id = NULL",
    "series_seat_need_one": "UPDATE series_seat_need SET skill_id = NULL",
    "series_on_public": "UPDATE series SET on_public = 'dance'",
    "series_on_school": "UPDATE series SET on_school = 'dance'",
    "series_audience": "UPDATE series SET audience = 'the street'",
    "series_forward": "UPDATE series SET last_day = '2020-01-01'",
    "series_minimum": "UPDATE series SET minimum = -1",
    "regular_every": "INSERT INTO regular (series_seat_id, volunteer_id, first_day, every, anchor) "
                     "VALUES (1, 1, '2026-01-01', 0, '2026-01-01')",
    "regular_forward": "INSERT INTO regular (series_seat_id, volunteer_id, first_day, last_day, every, anchor) "
                       "VALUES (1, 1, '2026-01-01', '2025-01-01', 1, '2026-01-01')",
    "closure_scope": "UPDATE closure SET scope = 'the moon'",
    "closure_policy": "UPDATE closure SET policy = 'go'",
    "closure_forward": "UPDATE closure SET last_day = '2020-01-01'",
    "closure_uid_once": "UPDATE closure SET scope = 'everything', \"of\" = '', uid = 'een'",
    "volunteer_email_once": "UPDATE volunteer SET email = 'RITA@example.org' WHERE id = 1",
    "volunteer_max_positive": "UPDATE volunteer SET max_per_month = 0",
    "availability_weekday": "UPDATE availability SET weekday = 7",
    "availability_part": "UPDATE availability SET part = 'night'",
    "absence_forward": "INSERT INTO absence (volunteer_id, first_day, last_day, made_at) "
                       "VALUES (1, '2026-02-01', '2026-01-01', '2026-01-01')",
    "agreement_once": 'INSERT INTO agreement ("group", text, changed_at, version) '
                      "VALUES ('rounds', '', '2026-01-01', 1), ('rounds', '', '2026-01-02', 1)",
    "account_user_name_once": "UPDATE account SET user_name = 'RITA' WHERE id = 1",
    "grant_once": 'INSERT INTO "grant" (account_id, role, "group", given_at) '
                  'SELECT account_id, role, "group", given_at FROM "grant" LIMIT 1',
    "asking_forward": "UPDATE asking SET last_day = '2020-01-01', deadline = '2019-01-01'",
    "asking_deadline_in_time": "UPDATE asking SET deadline = '2030-01-01'",
    "asking_open_once": 'INSERT INTO asking ("group", first_day, last_day, deadline, by, made_at) '
                        'SELECT "group", first_day, last_day, deadline, by, made_at FROM asking',
    "answer_is_one_of_three": "UPDATE answer SET answer = 'perhaps'",
    "answer_once": "INSERT INTO answer (asking_id, volunteer_id, activity_id, answer, made_at) "
                   "SELECT asking_id, volunteer_id, activity_id, answer, made_at FROM answer LIMIT 1",
    "outbox_one_waiting_once": "INSERT INTO outbox (recipient_id, made_at, due_at, tries, unsure, last_error, refused) "
                               "SELECT 1, made_at, made_at, 0, 0, '', '' FROM volunteer LIMIT 2",
    "wish_of_two": 'INSERT INTO wish ("group", volunteer_id, fellow_id, made_at) '
                   "VALUES ('rounds', 1, 1, '2026-01-01')",
    "wish_once": 'INSERT INTO wish ("group", volunteer_id, fellow_id, made_at) '
                 "VALUES ('rounds', 1, 2, '2026-01-01'), ('rounds', 1, 2, '2026-01-02')",
    "call_result": "INSERT INTO call (activity_id, volunteer_id, result, made_at) VALUES (1, 1, 'maybe', '2026-01-01')",
    "call_of_place": "INSERT INTO call (activity_id, result, made_at) VALUES (1, 'yes', '2026-01-01')",
    "period_months": "UPDATE period SET months = 0",
    "household_came_by": "UPDATE household SET came_by = 'pigeon'",
    "household_mouths": "UPDATE household SET adults = -1",
    "household_folded_once": "UPDATE household SET folded = 'merel'",
    "need_urgency": NEED.format("9, 1, 'never', '', '2026-01-01', NULL, '', 1"),
    "need_outcome": NEED.format("9, 1, 'today', '', '2026-01-01', '2026-01-01', 'forgotten', 1"),
    "need_closed_has_outcome": NEED.format("9, 1, 'today', '', '2026-01-01', NULL, 'helped', 1"),
    "need_heard_once": "INSERT INTO need (id, kind_id, urgency, household_id, activity_id, \"group\", raised_at, "
                       "outcome, version) SELECT n.position, 1, 'today', h.id, 1, '', '2026-01-01', '', 1 "
                       "FROM need_kind n, (SELECT id FROM household LIMIT 1) h",
    "donor_name_once": "INSERT INTO donor (name, place, contact, phone, active, version) "
                       "SELECT 'Bakker', '', '', '', 1, 1 FROM food_wish",
    "series_run_stops": "INSERT INTO series_run (series_id, stops) VALUES (1, 0)",
    "series_run_once": "INSERT INTO series_run (series_id, stops) SELECT 1, 6 FROM food_wish",
    "run_once": "INSERT INTO run (id, activity_id, left_over_version, version) SELECT 900 + position, 1, 1, 1 FROM food_wish",
    "stop_result": RUN + "INSERT INTO stop (id, run_id, position, just_visit, counted, result, adults, children, reported_at, "
                   "version) VALUES (1, 9, 1, 0, 0, 'eaten', 1, 0, '2026-01-01', 1)",
    "stop_reported_has_result": RUN + "INSERT INTO stop (id, run_id, position, just_visit, counted, result, adults, children, "
                                "version) VALUES (1, 9, 1, 0, 0, 'visited', 1, 0, 1)",
    "stop_once": RUN + "INSERT INTO stop (id, run_id, household_id, position, just_visit, counted, result, adults, children, "
                 "version) SELECT f.position, 9, h.id, 1, 0, 0, '', 0, 0, 1 FROM food_wish f, "
                 "(SELECT id FROM household LIMIT 1) h",
    "stop_goods_once": RUN + STOP + "INSERT INTO stop_goods (stop_id, kind_id) SELECT 1, 1 FROM food_wish",
    "pick_up_temperature": RUN + DONOR + "INSERT INTO pick_up (run_id, donor_id, got, cooled, temperature, made_at, "
                           "version) VALUES (9, 1, '', 1, 400, '2026-01-01', 1)",
    "pick_up_once": RUN + DONOR + "INSERT INTO pick_up (run_id, donor_id, got, cooled, made_at, version) "
                    "SELECT 9, 1, '', 1, '2026-01-01', 1 FROM food_wish",
    "told_result": RUN + DONOR + "INSERT INTO told (run_id, donor_id, result, made_at) "
                   "VALUES (9, 1, 'maybe', '2026-01-01')",
    "told_one": RUN + "INSERT INTO told (run_id, result, made_at) VALUES (9, 'told', '2026-01-01')",
    "feed_kind": FEED.format("('post', 1, '', 'a', '2026-01-01', '', '')"),
    "feed_of_group": FEED.format("('group', 1, '', 'a', '2026-01-01', '', '')"),
    "feed_once": FEED.format("('own', 1, '', 'a', '2026-01-01', '', ''), ('own', 1, '', 'b', '2026-01-01', '', '')"),
    "partner_key_once": "INSERT INTO partner (key, name, phone, email, made_at, version) "
                        "SELECT key, 'Ander', '', '', made_at, 1 FROM partner",
    "partner_name_once": "INSERT INTO partner (key, name, phone, email, made_at, version) "
                         "SELECT 'ander', name, '', '', made_at, 1 FROM partner",
    "location_name_once": "UPDATE location SET name = 'De zaal'",
    "partner_agreement_once": "INSERT INTO partner_agreement (partner_id, hours, key, closing, snack, photo, phones, "
                              "consent, changed_at, version) SELECT partner_id, '', '', '', '', '', '', '', changed_at, "
                              "1 FROM partner_agreement",
    "partner_person_once": "INSERT INTO partner_person (partner_id, volunteer_id, made_at) "
                           "SELECT partner_id, volunteer_id, made_at FROM partner_person LIMIT 1",
    "tutor_subject_once": "INSERT INTO tutor_subject (volunteer_id, subject_id) "
                          "SELECT volunteer_id, subject_id FROM tutor_subject LIMIT 1",
    "homework_group_places": "UPDATE homework_group SET places = 41",
    "homework_group_share": "UPDATE homework_group SET share = places + 1 WHERE partner_id IS NOT NULL",
    "homework_group_share_of_partner": "UPDATE homework_group SET share = 1 WHERE partner_id IS NULL",
    "homework_group_once": "UPDATE homework_group SET series_id = (SELECT MIN(series_id) FROM homework_group)",
    "homework_session_places": "UPDATE homework_session SET places = 41",
    "homework_session_share": "UPDATE homework_session SET share = places + 1",
    "homework_session_once": "UPDATE homework_session SET activity_id = (SELECT MIN(activity_id) FROM homework_session)",
    "enrolment_side": "UPDATE enrolment SET side = 'both'",
    "enrolment_forward": "UPDATE enrolment SET last_day = '2020-01-01'",
    "booking_side": "UPDATE booking SET side = 'both'",
    "booking_state": "UPDATE booking SET state = 'perhaps'",
    "booking_attendance": "UPDATE booking SET attendance = 'asleep'",
    "booking_offered_waits": "UPDATE booking SET offered_at = made_at WHERE state = 'confirmed'",
    "booking_once": "INSERT INTO booking (pupil_id, session_id, side, state, made_at, attendance, version) SELECT pupil_id, "
                    "session_id, side, 'waiting', made_at, 'unknown', 1 FROM booking WHERE state = 'confirmed' LIMIT 1",
    "booking_step_state": "UPDATE booking_step SET state = 'perhaps'",
    "booking_step_side": "UPDATE booking_step SET side = 'both'",
    "pairing_once": "INSERT INTO pairing (pupil_id, group_id, tutor_id, made_at) "
                    "SELECT pupil_id, group_id, 1, made_at FROM pairing",
    "proposal_side": PROPOSAL.format("NULL, '2027-01-05', '16:00:00', '17:00:00'", "'both'", "'asked'"),
    "proposal_state": PROPOSAL.format("NULL, '2027-01-05', '16:00:00', '17:00:00'", "'us'", "'perhaps'"),
    "proposal_hours_forward": PROPOSAL.format("NULL, '2027-01-05', '17:00:00', '16:00:00'", "'us'", "'asked'"),
    "proposal_of_one": PROPOSAL.format("NULL, NULL, '16:00:00', '17:00:00'", "'us'", "'asked'"),
    "tutor_offer_state": OFFER.format("'perhaps'"),
    "tutor_offer_once": OFFER.format("'asked'"),
    "parent_call_result": "INSERT INTO parent_call (booking_id, result, made_at) "
                          "SELECT id, 'maybe', made_at FROM booking LIMIT 1",
    "grant_role": "UPDATE \"grant\" SET role = 'king'",
}


@pytest.mark.parametrize("name", BREAK)
def test_each_constraint_holds_when_somebody_tries(app, name):
    columns = "kind, on_behalf, override, made_at, end_reason, attendance, version"
    values = "'one-off', 0, '', '2026-01-01', '', 'unknown', 1"
    *before, breaks = BREAK[name].format(rest=columns, values=values).split(";")
    for statement in before:
        db.database.execute_sql(statement)
    with pytest.raises(IntegrityError, match="constraint"):
        db.database.execute_sql(breaks)


def test_no_named_constraint_was_forgotten(empty_app):
    everything = " ".join(schema(db.database).values())
    named = set(re.findall(r'CONSTRAINT "(\w+)"', everything)) | set(
        re.findall(r'CREATE UNIQUE INDEX "(\w+_once\w*)"', everything)
    )
    assert named <= set(BREAK)

"""What is sealed lies nowhere on the disk: a word of its own in every sealed field, and then every byte is read."""

import subprocess
import tempfile
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from mail_server import mail_server
from office import NOW
from people import viewer
from post import Post
from saturday import at, family, goods, planned, run

from wvg.base import clock, vault
from wvg.base.db import database
from wvg.commons.accounts import rules as accounts
from wvg.commons.needs import queries as queries_needs
from wvg.commons.needs import rules_close, rules_owner
from wvg.commons.needs.models import Need, NeedKind
from wvg.commons.people import queries as people
from wvg.commons.people import rules, rules_pause
from wvg.commons.people.models import Household
from wvg.commons.planning.models import Activity
from wvg.groups.homework.booking import rules as booking
from wvg.groups.homework.booking import rules_answer
from wvg.groups.homework.models import Booking, BookingStep, HomeworkSession, Pupil, PupilNote, Worry
from wvg.groups.homework.pupils import queries as pupils
from wvg.groups.homework.pupils import rules as rules_pupils
from wvg.groups.rounds.models import Run, Stop

LISTS = {"wishes", "nappies", "languages", "ages", "subjects"}
SEALED = [field.name for field in fields(people.Details) if field.name != "damaged"]
# Sealed by name of the field; a new one fails here until it is in one of these lists.
OF_PUPIL = [field.name for field in fields(pupils.Words) if field.name != "damaged"]
OTHERS = {
    Need: ["line", "next_step", "outcome_line"], Stop: ["line"], Run: ["left_over"], Pupil: OF_PUPIL,
    BookingStep: ["reason"], PupilNote: ["line"], Worry: ["line", "answer"],
}


def canary(name):
    return f"kanarie7{name.replace('_', '')}q"


def everything_is_said(app, as_person, post):
    """A family, its run, its report and what was heard are gone through, each sealed field with a canary."""
    bart, annelies = viewer("bart"), viewer("annelies")
    merel = family("Merel")
    words = {name: [canary(name)] if name in LISTS else canary(name) for name in SEALED if name != "ages"}
    words["ages"] = {canary("ages"): 1}
    rules.change(merel.id, merel.version, {**words, "phone": "+32499887766"}, bart, clock.now())
    rules_pause.pause(merel.id, family("Merel").version, canary("pause_reason"), clock.today() + timedelta(days=9),
                      bart, clock.now())
    rules_pause.end_pause(merel.id, bart, clock.now())
    rules_pause.stop_visiting(merel.id, family("Merel").version, canary("ended_because"), bart, clock.now())
    rules_pause.visit_again(merel.id, bart, clock.now())
    accounts.keep_form(bart.account, f"/people/{merel.id}", [["address", canary("address")]], clock.now())
    # What was written when it was paused and ended is gone again: put it back, so that it must be sealed too.
    row = family("Merel")
    row.seal({**people.details(row).words(), "pause_reason": canary("pause_reason"),
              "ended_because": canary("ended_because")})
    row.save()

    stop = planned(["Merel"])["Merel"]
    with at(1):
        rita, window = as_person("rita"), as_person("bart")
        number, prefix = run().activity_id, f"stop-{stop.id}-"
        assert canary("address") in rita.get(f"/rounds/runs/{number}").text
        window.post(f"/rounds/runs/{number}/sheets")
        assert rita.post(f"/rounds/stops/{stop.id}/report", {
            prefix + "version": "1", prefix + "result": "visited", prefix + "urgency": "today",
            prefix + "given": goods("bread"), prefix + "kinds": NeedKind.get(NeedKind.key == "letter").id,
            prefix + "line": canary("line"),
        }).status_code == 303
        assert rita.post(f"/rounds/runs/{number}/left-over", {
            "left-version": run().version, "left-line": canary("left_over")}).status_code == 303
        # A form that comes too late, and one that is wrong.
        rita.post(f"/rounds/stops/{stop.id}/report", {prefix + "version": "1", prefix + "line": canary("line")})
        need = Need.get(Need.household == merel, Need.activity == number)
        rules_owner.take(need.id, annelies, clock.now())
        rules_close.plan(need.id, need.version + 1, canary("next_step"), clock.today(), annelies, clock.now())
        as_person("annelies").get(f"/needs/{need.id}")
        rules_close.close(need.id, Need.get_by_id(need.id).version, "passed on", canary("outcome_line"), annelies,
                          clock.now())
    for days in (1, 2, 3, 4, 5, 9):
        post.after(days=days)
    return need


def children_are_helped(as_person):
    """A pupil of the partner that asks for places, one of which we cannot give; what is written and worried about."""
    marijke, fatiha, now = viewer("marijke"), viewer("fatiha"), clock.now()
    words = {name: [canary(name)] if name in LISTS else canary(name) for name in OF_PUPIL}
    pupil = rules_pupils.add({**words, "phone": "+32499887755"}, fatiha, now)
    first, second, third = HomeworkSession.select().join(Activity).where(
        Activity.title == "Huiswerk De Vissen", Activity.state == "planned", Activity.date > clock.today()
    ).order_by(Activity.date).limit(3)
    HomeworkSession.update(share=0).where(HomeworkSession.id == second.id).execute()
    HomeworkSession.update(share=8).where(HomeworkSession.id.in_([first.id, third.id])).execute()
    comes, asked, not_any_more = (
        booking.book(one.activity_id, pupil.id, fatiha, now) for one in (first, second, third))
    assert (comes.state, asked.state) == ("confirmed", "asked")
    rules_answer.decline(asked.id, canary("reason"), marijke, now)
    booking.cancel(not_any_more.id, canary("reason"), marijke, now)
    accounts.keep_form(fatiha.account, "/homework/pupils/new", [["first_name", canary("first_name")]], now)
    note = PupilNote(pupil=pupil, school_year=2026, by=viewer("jonas").volunteer, made_at=now)
    worry = Worry(pupil=pupil, session=first, raised_by=viewer("jonas").volunteer, raised_at=now)
    for row in (note, worry):
        row.seal({name: canary(name) for name in OTHERS[type(row)]})
        row.save(force_insert=True)
    with at(1):
        for who in ("marijke", "jonas", "fatiha"):
            window = as_person(who)
            assert canary("first_name") in window.get(f"/homework/sessions/{first.activity_id}/list").text
            for page in ("/", "/homework/", f"/homework/sessions/{first.activity_id}", "/homework/counts"):
                window.get(page)
        as_person("fatiha").post("/homework/counts/download", {"year": "2026"})
    return pupil


def test_no_canary_lies_anywhere_on_the_disk(app, as_person, caplog, capfd, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with mail_server() as server:
        pupil = children_are_helped(as_person)
        need = everything_is_said(app, as_person, Post(app, server.url))
        mails = [mail.as_bytes() for mail in server.received]
    assert mails, "the coordinator of dossiers has had a mail"

    # Each of them is there for whoever has the key.
    opened = people.details(family("Merel")).words()
    for name in SEALED:
        assert canary(name) in str(opened[name]) or name == "phone"
    assert set(queries_needs.words(Need.get_by_id(need.id)).sealed().values()) == {
        canary(name) for name in OTHERS[Need]}
    assert Stop.get(Stop.run == run()).opened() == {"line": canary("line")}
    assert run().opened() == {"left_over": canary("left_over")}
    for name, value in Pupil.get_by_id(pupil.id).opened().items():
        assert canary(name) in str(value) or name == "phone"
    reasons = BookingStep.select().join(Booking).where(
        Booking.pupil == pupil, BookingStep.state.in_(("declined", "cancelled")))
    assert [step.opened()["reason"] for step in reasons] == [canary("reason")] * 2
    for table in (PupilNote, Worry):
        assert table.get(table.pupil == pupil).opened() == {name: canary(name) for name in OTHERS[table]}

    looked = [path for path in Path(app.instance_path).rglob("*") if path.is_file() and path.name != "keys.json"]
    assert {"wvg.db", "wvg.db-wal"} <= {path.name for path in looked}
    for path in looked:
        found = subprocess.run(["grep", "-a", "-o", "-i", "-E", "kanarie7[a-z]*|4998877(66|55)", path],
                               capture_output=True, check=False).stdout
        assert not found, f"{path.name}: {found[:200]}"
    assert b"Merel" in b"".join(path.read_bytes() for path in looked), "the search does find what is plain"
    said = caplog.text + "".join(capfd.readouterr()) + b"".join(mails).decode("utf-8", "replace")
    assert "kanarie7" not in said and "4998877" not in said and "Merel" not in said


def test_no_sealed_field_was_forgotten_here():
    from wvg.base.sealed import Sealed

    assert set(Sealed.__subclasses__()) == {Household, *OTHERS}
    assert [field.name for field in fields(queries_needs.Words) if field.name != "damaged"] == OTHERS[Need]


def flipped(blob):
    return blob[:40] + bytes([blob[40] ^ 1]) + blob[41:]


@pytest.mark.parametrize("harm", ["swapped", "flipped"])
def test_a_swapped_or_flipped_blob_says_so_and_hides_no_other_family(app, as_person, harm):
    planned()
    blob = bytes(family("Uil").sealed) if harm == "swapped" else flipped(bytes(family("Merel").sealed))
    Household.update(sealed=blob).where(Household.code_name == "Merel").execute()
    with pytest.raises(vault.Unreadable):
        family("Merel").opened()
    with at(1):
        bart, number = as_person("bart"), run().activity_id
        for address in ("/people/", f"/people/{family('Merel').id}", f"/rounds/runs/{number}",
                        f"/rounds/runs/{number}/plan", f"/rounds/runs/{number}/report"):
            page = bart.get(address)
            assert page.status_code == 200, address
            assert "Brusselsesteenweg" not in page.text, "the words of another family never stand under this one"
        assert "beschadigd" in bart.get(f"/people/{family('Merel').id}").text
        assert "Demo-Tekle" in bart.get(f"/rounds/runs/{number}").text


def test_a_copy_by_the_databases_own_means_holds_no_canary_either(app):
    merel = family("Merel")
    rules.change(merel.id, merel.version, {"address": canary("address")}, viewer("bart"), NOW)
    copy = Path(app.instance_path) / "copy.db"
    database.execute_sql("VACUUM INTO ?", (str(copy),))
    assert canary("address").encode() not in copy.read_bytes()

"""The key and closing card of a group."""

from people import viewer

from wvg.base import clock
from wvg.commons.partners.models import Contact, Partner, PartnerAgreement
from wvg.commons.planning.models import Series
from wvg.groups.homework.models import HomeworkGroup


def group(title):
    return HomeworkGroup.get(HomeworkGroup.series == Series.get(Series.title == title))


def path(title="Huiswerk De Vissen"):
    return f"/homework/groups/{group(title).id}/card"


def test_it_says_what_was_agreed_and_whom_to_call(app, as_person):
    for name in ("jonas", "marijke", "fatiha"):
        page = as_person(name).get(path())
        assert page.status_code == 200
        for word in ("kastje naast de deur", "Twee keer op slot", "Geen noten", "Elk belt de ouders", "De deur gaat",
                     "tekenen in september", "Forelstraat 9900", "Fatiha Benali", "0400 00 00 07", "Onthaal",
                     "Marijke", "0400 00 00 04", "30/6/2027"):
            assert word in page.text, (name, word)


def test_a_topic_without_words_is_not_there(app, as_person):
    there = as_person("jonas").get(path()).text.count("<dt>")
    PartnerAgreement.update(snack="").execute()
    assert as_person("jonas").get(path()).text.count("<dt>") == there - 1 == 6


def test_it_says_when_one_side_did_not_agree_yet(app, as_person):
    assert "30/6/2027" in as_person("jonas").get(path()).text
    PartnerAgreement.update(theirs_at=None, theirs_by=None).execute()
    assert "30/6/2027" not in as_person("jonas").get(path()).text


def test_a_partner_with_whom_nothing_was_written_down_still_has_its_numbers(app, as_person):
    PartnerAgreement.delete().execute()
    page = as_person("jonas").get(path())
    assert page.status_code == 200 and "0400 00 00 07" in page.text and "<dt>" not in page.text


def test_our_own_group_has_only_our_own_numbers(app, as_person):
    page = as_person("zeynep").get(path("Huiswerk De Ledeberg"))
    assert page.status_code == 200 and "Ledebergstraat 9900" in page.text and "0400 00 00 04" in page.text
    assert "Fatiha" not in page.text and "kastje" not in page.text and "Hand in Hand" not in page.text


def test_no_child_is_on_it(app, as_person):
    page = as_person("marijke").get(path()).text
    assert not any(name in page for name in ("Amina", "Yusuf", "Elena", "Sara", "Dawit", "Lea"))


def test_who_may_not(app, as_person):
    for name in ("katrien", "rita", "bart"):
        assert as_person(name).get(path()).status_code == 403
    fatiha = as_person("fatiha")
    assert fatiha.get(path("Huiswerk De Ledeberg")).status_code == 404
    other = Partner.create(key="other", name="Other", made_at=clock.now())
    Contact.create(partner=other, name="Secret")
    HomeworkGroup.update(partner=other).where(HomeworkGroup.id == group("Huiswerk De Vissen").id).execute()
    assert fatiha.get(path()).status_code == 404
    assert viewer("fatiha").outside


def test_unknown_groups_and_other_methods(app, as_person):
    assert as_person("marijke").get("/homework/groups/999999/card").status_code == 404
    assert as_person("marijke").post(path()).status_code == 405

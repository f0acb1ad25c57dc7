"""Who only speaks for a partner gets one mail a week, not ten."""

from datetime import timedelta

from mail_server import closed_door
from office import NOW
from people import viewer

from wvg.base import clock
from wvg.commons.accounts.models import Grant
from wvg.commons.messages import queries_mail, rules
from wvg.commons.messages.models import Message, Outbox
from wvg.commons.planning import notices

FATIHA = "fatiha@example.org"


def tell(post, hours, names=("fatiha",), days=21):
    """Something is told so many hours after the beginning, about a day `days` after that."""
    with clock.standing_still(NOW + timedelta(hours=hours)):
        post.tell(*names, kind=notices.CONFIRMED, title="x", day=clock.today() + timedelta(days=days))


def test_ten_messages_in_a_week_are_one_mail(post, server):
    went = 0
    for number in range(10):
        tell(post, number * 16, days=1)  # each of them soon
        went += post.after(hours=number * 16 + 1)
    assert went == 1 and len(server.to(FATIHA)) == 1
    tell(post, 160)
    assert post.after(days=7, minutes=59) == 0
    assert post.after(days=7, hours=1) == 1 and len(server.to(FATIHA)) == 2


def test_what_is_told_just_after_a_mail_waits_a_week_and_then_goes(post, server):
    tell(post, 0)
    assert post.after(hours=1) == 1
    tell(post, 2)
    for day in range(1, 7):
        assert post.after(days=day) == 0 and post.waiting() == 0
    assert post.after(days=7, hours=1) == 1
    assert "1 bericht" in server.to(FATIHA)[1].get_content()
    assert post.after(days=14, hours=2) == 0, "nothing twice"


def test_others_are_mailed_as_before(post, server):
    Grant.create(account=viewer("rita").account, role="partner", group="hand-in-hand", given_at=NOW)
    for hours in (0, 5, 10):
        tell(post, hours, ("rita", "fatiha", "luc"))
        post.after(hours=hours + 4, minutes=30)
    assert [len(server.to(f"{name}@example.org")) for name in ("rita", "luc", "fatiha")] == [3, 3, 1], \
        "Rita helps us too"


def test_for_others_what_is_older_than_four_days_still_goes_by_no_mail(post):
    tell(post, 0, ("luc", "fatiha"))
    found = queries_mail.to_mail(NOW + timedelta(days=6))
    assert set(found) == {viewer("fatiha").volunteer}
    assert queries_mail.to_mail(NOW + timedelta(days=15)) == {}


def test_a_dead_server_does_not_eat_the_mail_of_the_week(post, server):
    tell(post, 0)
    for hour, address in enumerate((closed_door(), f"smtp://127.0.0.1:{server.port}"), 1):
        server.data = "451 try again later"
        post.use(address)
        assert post.after(hours=hour) == 0
    server.data = ""
    tell(post, 4)
    post.use(server.url)
    assert post.after(hours=20) == 1 and len(server.to(FATIHA)) == 1
    tell(post, 21)
    assert post.after(days=6) == 0
    assert post.after(days=7, hours=21) == 1


def test_a_server_that_is_down_for_long_after_a_quiet_week_still_has_its_three_days(post, server):
    tell(post, 0)
    assert post.after(hours=1) == 1
    tell(post, 2)
    post.use(closed_door())
    assert post.after(days=7, hours=2) == 0
    assert Outbox.select().where(queries_mail.waiting()).count() == 1, "it did not give up at the first try"
    post.use(server.url)
    assert post.after(days=8) == 1


def test_a_mail_of_which_nobody_knows_if_it_came_counts_as_the_one_of_the_week(post, server):
    tell(post, 0)
    server.hangs_up = True
    post.after(hours=1)
    post.after(hours=2)
    assert post.after(hours=9) == 0 and Outbox.get().last_error == "Unsure"
    server.hangs_up = False
    tell(post, 24)
    assert post.after(days=2) == 0
    assert post.after(days=8) == 1
    assert len({mail["Message-ID"] for mail in server.to(FATIHA)}) == 2


def test_an_address_that_is_refused_holds_up_nobody(post, server):
    tell(post, 0, ("fatiha", "luc"))
    server.refused[FATIHA] = "550 no such user"
    assert post.after(hours=1) == 1 and len(server.to("luc@example.org")) == 1


def test_what_was_read_needs_no_mail(post, server):
    tell(post, 0)
    rules.seen(Message.get().id, viewer("fatiha"), NOW)
    assert post.after(hours=1) == 0 and server.received == []

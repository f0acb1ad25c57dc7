"""The mail of the demo organisation: telling somebody, and letting time go by."""

from dataclasses import replace
from datetime import date, timedelta

from office import NOW
from people import viewer

from wvg.base import clock
from wvg.commons.messages import queries_mail, rules, rules_mail
from wvg.commons.messages.models import Outbox
from wvg.commons.planning import notices

NOV_28 = date(2026, 11, 28)


class Post:
    def __init__(self, app, url):
        self.app = app
        self.use(url)

    def use(self, url):
        """From now on this is the mail server."""
        self.app.config["WVG"] = self.settings = replace(
            self.app.config["WVG"], smtp_url=url, base_url="https://wvg.example.org", mail_from="wvg@example.org"
        )

    def tell(self, *names, kind=notices.CONFIRMED, **details):
        rules.tell([viewer(name).volunteer for name in names], kind, clock.now(),
                   **(details or {"title": "Broodronde", "day": NOV_28}))

    def after(self, **time):
        """So long after the beginning of the test the mails go; how many went."""
        with clock.standing_still(NOW + timedelta(**time)):
            rules_mail.collect(clock.now())
            return rules_mail.send_due(self.settings, clock.now)

    def state(self, **time):
        return queries_mail.state(NOW + timedelta(**time))

    @staticmethod
    def waiting():
        return Outbox.select().where(queries_mail.waiting()).count()

"""What must happen now and then: dates, reminders, mail, clearing up. All of it may be done twice."""

import threading
from datetime import timedelta

from wvg.base import clock, db
from wvg.commons.accounts import rules as accounts
from wvg.commons.messages import rules_lease, rules_mail
from wvg.commons.needs import rules as needs
from wvg.commons.needs import rules_owner as needs_owner
from wvg.commons.partners import rules_put_away as partners_put_away
from wvg.commons.partners import rules_reminders as partners_reminders
from wvg.commons.planning import rules_reminders
from wvg.commons.planning.series import rules as rules_series
from wvg.groups.homework.booking import rules_catch_up, rules_lapse
from wvg.groups.homework.during import rules_in_need, rules_worries
from wvg.groups.homework.pupils import rules_erase as pupils_erase
from wvg.groups.homework.pupils import rules_september
from wvg.groups.rounds.run import rules_forget as run_forget
from wvg.groups.rounds.run import rules_reminders as run_reminders

EVERY = timedelta(minutes=5)


def once(app):
    """Do all of it: {what: how many}. What fails is logged, None in the answer, and does not stop the rest."""
    settings, done = app.config["WVG"], {}
    steps = {
        "dates made": lambda: rules_series.extend_all(clock.now(), clock.today()),
        "reminders": lambda: rules_reminders.remind(clock.now()),
        "partners to renew": lambda: partners_reminders.remind(clock.now()),
        "told who spoke for a partner": lambda: partners_put_away.put_away(clock.now()),
        "reports missing": lambda: run_reminders.remind(clock.now()),
        "needs given back": lambda: needs_owner.give_back_lost(clock.now()),
        "old needs forgotten": lambda: needs.forget_old(clock.now()),
        "old reports forgotten": lambda: run_forget.forget_old(clock.now()),
        "sessions without a tutor": lambda: rules_in_need.find(clock.now()),
        "sessions with a tutor again": lambda: rules_in_need.clear(clock.now()),
        "old worries forgotten": lambda: rules_worries.forget_old(clock.now()),
        "places caught up": lambda: rules_catch_up.catch_up(clock.now()),  # before offers lapse
        "offers over": lambda: rules_lapse.lapse(clock.now()),
        "asked who comes again": lambda: rules_september.remind(clock.now()),
        "old pupils forgotten": lambda: pupils_erase.forget_old(clock.now()),
        "mails to send": lambda: rules_mail.collect(clock.now()) if settings.smtp_url else 0,
        "old messages cleared": lambda: rules_mail.clear(clock.now()),
        "what is over at the door": lambda: accounts.forget_what_is_over(clock.now()),
        "old copies removed": lambda: db.remove_old_copies(app.instance_path, clock.now()),
        "mails sent": lambda: rules_mail.send_due(settings, clock.now),  # last: a mail server may be slow
    }
    for what, step in steps.items():
        try:
            done[what] = step() or 0
        except Exception:
            app.logger.exception("tick: %s", what)
            done[what] = None
    return done


def begin(app, stop=None):
    """A thread that does all of it every five minutes, in one process at a time, until `stop` (an Event) is set."""
    stop = stop or threading.Event()

    def go_on():
        while not stop.is_set():
            try:
                with db.database.connection_context():
                    # A little less than the time between, or every second turn would find it taken by itself.
                    if rules_lease.take("tick", clock.now(), EVERY - timedelta(seconds=10)):
                        once(app)
            except Exception:
                app.logger.exception("tick")
            stop.wait(EVERY.total_seconds())

    thread = threading.Thread(target=go_on, name="tick", daemon=True)
    thread.start()
    return thread

"""The words that stay: wvg serve, migrate, access, tick, …"""

import argparse
import os
import sys
from pathlib import Path

from wvg.base import clock, db
from wvg.base.errors import Refused
from wvg.base.settings import WrongSetting


def main(arguments=None):
    """Run one command; 0 when it went well, 2 with one sentence when a setting or an argument is wrong."""
    # Database, copies and keys hold addresses: other users of this machine read none of it.
    os.umask(0o077)
    parser = argparse.ArgumentParser(prog="wvg", description="The intranet of the Werkgroep Vluchtelingen Gent.")
    parser.add_argument("--instance", type=Path, help="folder with the database, the keys and config.toml")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="migrate, and serve until Ctrl-C")
    serve.add_argument("--demo", action="store_true", help="with an invented organisation, in its own folder")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    commands.add_parser("migrate", help="bring the database up to date")
    commands.add_parser("access", help="print who may open what")
    commands.add_parser("tick", help="make coming dates, remind, send mail, clear up; for a timer")
    mail_test = commands.add_parser("mail-test", help="send one mail, and say what goes wrong")
    mail_test.add_argument("address")
    commands.add_parser("translate", help="bring the Dutch and French catalogues in step with the code")
    commands.add_parser("admin-link", help="print a new one-time link for the first admin, when there is none")
    reset = commands.add_parser(
        "reset", help="print a code for somebody who cannot sign in; also for the only admin, who lost the password",
        description="The old password and all sessions of this account end at once. The code works once, on the page "
                    "/start of the program, for seven days.",
    )
    reset.add_argument("username", help="as on the list of accounts, for example: katrien")
    bring_in = commands.add_parser("import", help="bring in a list saved from a spreadsheet, all of it or nothing")
    bring_in.add_argument("what", choices=["volunteers", "families"])
    bring_in.add_argument("file", type=Path, help="CSV, in UTF-8 or Windows-1252, with commas or semicolons")
    chosen = parser.parse_args(arguments)
    demo = getattr(chosen, "demo", False)
    instance = chosen.instance or Path("instance-demo" if demo else "instance")
    try:
        return COMMANDS[chosen.command](instance, chosen)
    except (WrongSetting, PermissionError, Refused) as error:
        print(f"wvg: {error}", file=sys.stderr)
        return 2


def app_for(instance, **how):
    """The app of an instance folder, with its database up to date (a copy is made before migrating)."""
    from wvg.app import create_app

    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = create_app(instance, **how)
    with db.database.connection_context():
        if db.pending():
            db.copy_before_migrating(instance)
            for name in db.migrate():
                print(f"migrated: {name}")
    return app


def listening(app, host, port):
    """A server for `app`. Behind a proxy that is named in the settings, the address of each visitor is what it says."""
    import waitress

    proxy = app.config["WVG"].trusted_proxy
    behind = {"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-for"}} if proxy else {}
    return waitress.create_server(app, host=host, port=port, threads=8, ident=None, clear_untrusted_proxy_headers=True,
                                  **behind)


def serve(instance, chosen):
    from wvg import tick as ticking
    from wvg.commons.accounts import queries, rules_codes
    from wvg.commons.planning.series import rules as rules_series

    if chosen.demo:
        from wvg import demo

        demo.settings(instance)
    app = app_for(instance, served_at=f"http://{chosen.host}:{chosen.port}", mail=not chosen.demo)
    with db.database.connection_context():
        now, today = clock.now(), clock.today()
        if chosen.demo:
            demo.make(now, today)
            print(demo.HOW_TO_SIGN_IN)
        rules_series.extend_all(now, today)
        if not queries.has_admin(today):
            print(f"Make the first account within 24 hours: "
                  f"http://{chosen.host}:{chosen.port}/first/{rules_codes.first_admin_link(now)}")
    try:
        server = listening(app, chosen.host, chosen.port)
    except OSError as error:
        raise WrongSetting(f"Port {chosen.port} on {chosen.host} cannot be used: {error.strerror}.") from None
    ticking.begin(app)
    print(f"wvg is ready: http://{chosen.host}:{server.effective_port}", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    return 0


def migrate(instance, chosen):
    app_for(instance)
    return 0


def tick(instance, chosen):
    """What the thread of `wvg serve` does every five minutes, at once; 1 when something in it failed."""
    from wvg import tick

    app = app_for(instance)
    with db.database.connection_context():
        done = tick.once(app)
    print(", ".join(f"{number} {what}" for what, number in done.items() if number) or "nothing to do")
    return 1 if None in done.values() else 0


def mail_test(instance, chosen):
    """Send one mail now; 1 with a sentence when it does not go."""
    from wvg.base import mail, words

    app = app_for(instance)
    settings = app.config["WVG"]
    if not settings.smtp_url:
        raise WrongSetting("WVG_SMTP_URL is not set, so no mail goes out.")
    try:
        address = words.parse_email(chosen.address)
    except ValueError:
        raise WrongSetting(f"{chosen.address} is not an e-mail address.") from None
    try:
        mail.send(settings.smtp_url, settings.mail_from, address, "wvg",
                  f"The mail of wvg works.\n\n{settings.base_url}/\n", now=clock.now())
    except Exception as error:
        print(f"It did not go: {mail.REASONS[mail.kind_of(error)]} ({type(error).__name__}: {error}).", file=sys.stderr)
        return 1
    print(f"The mail server took it. Look in the mailbox of {address}, also among the unwanted mail.")
    return 0


def admin_link(instance, chosen):
    """The way in for the first admin, once more; refused when there is an admin."""
    from wvg.commons.accounts import queries, rules_codes

    app = app_for(instance)
    with db.database.connection_context():
        if queries.has_admin(clock.today()):
            raise WrongSetting("There is an admin already. If the password is lost: wvg reset USERNAME.")
        secret = rules_codes.first_admin_link(clock.now())
    print(f"Open this within 24 hours, it works once: {app.config['WVG'].base_url}/first/{secret}")
    return 0


def reset(instance, chosen):
    """A start code at the machine itself, for whoever cannot ask an admin for a letter."""
    from wvg.base.access import NOBODY
    from wvg.commons.accounts import queries, rules_codes

    app = app_for(instance)
    with db.database.connection_context():
        account = queries.account_named(chosen.username)
        if account is None:
            raise WrongSetting(f"Nobody has the user name {chosen.username}.")
        code, last_day = rules_codes.start_code(account, NOBODY, clock.now())
    print(f"{account.user_name} chooses a password at {app.config['WVG'].base_url}/start with this code: {code}")
    print(f"It works once, until {last_day}. The old password and all sessions have ended.")
    return 0


def bring_in(instance, chosen):
    """Do what the upload page does; 1 with a sentence for each bad line, and nothing is changed."""
    from wvg.base.access import Viewer
    from wvg.base.spreadsheet import decoded
    from wvg.commons.people import rules_import as people
    from wvg.commons.volunteers import rules_import as volunteers

    app_for(instance)
    try:
        content = chosen.file.read_bytes()
    except OSError as error:
        raise WrongSetting(f"{chosen.file} cannot be read: {error.strerror}.") from None
    room, right = {
        "volunteers": (volunteers, ("admin", "")), "families": (people, ("coordinator", "rounds"))
    }[chosen.what]
    somebody_at_the_machine = Viewer(grants=frozenset({right}))
    with db.database.connection_context():
        found = room.bring_in(decoded(content), somebody_at_the_machine, clock.now())
    for name in found.ignored:
        print(f"This column is not known, and left out: {name}")
    for problem in found.problems:
        print(problem, file=sys.stderr)
    print("Nothing was changed." if found.problems else found.sentence)
    return 1 if found.problems else 0


def access(instance, chosen):
    """URL × permission × role, to read with the steering group."""
    from wvg.base.access import ROLES

    app = app_for(instance)
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        needed = getattr(app.view_functions[rule.endpoint], "access", None)
        methods = ",".join(sorted(rule.methods - {"HEAD", "OPTIONS"}))
        if isinstance(needed, str):
            who = [f"everybody: {needed}"]
        else:
            who = [role if role in needed.roles or "signed in" in needed.roles else "-" for role in ROLES]
        rows.append((methods, rule.rule, needed if isinstance(needed, str) else needed.name, *who))
    for methods, address, name, *who in rows:
        print(f"{methods:9} {address:40} {'' if who[0].startswith('everybody') else name:20} {'  '.join(who)}")
    return 0


def translate(instance, chosen):
    """Print the sentences that are still to be translated; 1 when there are any."""
    from wvg.base import catalogues

    todo = catalogues.update()
    for language, sentences in todo.items():
        for sentence in sentences:
            print(f"{language}: {sentence}")
    return 1 if any(todo.values()) else 0


COMMANDS = {"serve": serve, "migrate": migrate, "tick": tick, "access": access, "translate": translate,
            "mail-test": mail_test, "admin-link": admin_link, "reset": reset, "import": bring_in}

if __name__ == "__main__":
    sys.exit(main())

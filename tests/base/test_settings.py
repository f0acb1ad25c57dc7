import pytest

from wvg import cli
from wvg.base import settings


def test_without_anything_set_it_works_on_its_own_folder(tmp_path):
    found = settings.load(tmp_path, {})
    assert found.database_url == f"sqlite:///{tmp_path / 'wvg.db'}"
    assert found.key_file == tmp_path / "keys.json" and not found.https


def test_the_environment_goes_before_the_file(tmp_path):
    (tmp_path / "config.toml").write_text('help_name = "Katrien"\nbase_url = "http://wvg.local"\n')
    found = settings.load(tmp_path, {"WVG_BASE_URL": "https://wvg.example.org/"})
    assert (found.help_name, found.base_url, found.https) == ("Katrien", "https://wvg.example.org", True)


@pytest.mark.parametrize(
    "environ, named",
    [({"WVG_BASE_URL": "wvg.local"}, "WVG_BASE_URL"), ({"WVG_DATABASE_URL": "mysql://x"}, "WVG_DATABASE_URL"),
     ({"WVG_SMTP_URL": "mail.example.org"}, "WVG_SMTP_URL"),
     ({"WVG_SMTP_URL": "smtp://mail.example.org"}, "WVG_BASE_URL"),
     ({"WVG_MAIL_FROM": "the office"}, "WVG_MAIL_FROM"), ({"WVG_MAIL_FROM": "a@b.be\nBcc: c@d.be"}, "WVG_MAIL_FROM")],
)
def test_a_wrong_value_is_named_in_one_sentence(tmp_path, environ, named):
    with pytest.raises(settings.WrongSetting, match=named):
        settings.load(tmp_path, environ)


@pytest.mark.parametrize("more, sender", [
    ({}, "wvg@wvg.example.org"),
    ({"WVG_SMTP_URL": "smtps://office%40example.org:secret@smtp.example.org"}, "office@example.org"),
    ({"WVG_SMTP_URL": "smtps://office:secret@smtp.example.org", "WVG_MAIL_FROM": "w@example.org"}, "w@example.org"),
])
def test_who_a_mail_is_from(tmp_path, more, sender):
    assert settings.load(tmp_path, {"WVG_BASE_URL": "https://wvg.example.org", **more}).mail_from == sender


@pytest.mark.parametrize("text, named", [("colour = 'red'", "colour"), ("base_url = ", "config.toml")])
def test_a_wrong_line_in_the_file_is_named(tmp_path, text, named):
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(settings.WrongSetting, match=named):
        settings.load(tmp_path, {})


def test_the_start_stops_with_the_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WVG_BASE_URL", "wvg.local")
    assert cli.main(["--instance", str(tmp_path), "migrate"]) == 2
    assert "WVG_BASE_URL must begin with http:// or https://" in capsys.readouterr().err

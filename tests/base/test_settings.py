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


@pytest.mark.parametrize(("environ", "safe"), [
    ({}, False), ({"WVG_REAL_FAMILIES": ""}, False), ({"WVG_REAL_FAMILIES": "backup disk this-pc"}, True),
    ({"WVG_REAL_FAMILIES": "backup disk https", "WVG_BASE_URL": "https://wvg.example.org"}, True),
    ({"WVG_REAL_FAMILIES": "backup disk this-pc", "WVG_BASE_URL": "https://wvg.example.org"}, True),
])
def test_real_families_only_when_three_words_say_that_it_is_safe(tmp_path, environ, safe):
    assert settings.load(tmp_path, environ).real_families is safe


@pytest.mark.parametrize("environ", [
    {"WVG_REAL_FAMILIES": "yes"}, {"WVG_REAL_FAMILIES": "backup"}, {"WVG_REAL_FAMILIES": "backup disk"},
    {"WVG_REAL_FAMILIES": "disk backup https"}, {"WVG_REAL_FAMILIES": "backup disk https this-pc"},
    {"WVG_REAL_FAMILIES": "backup disk https"},
    {"WVG_REAL_FAMILIES": "backup disk https", "WVG_BASE_URL": "http://wvg.local"},
    {"WVG_REAL_FAMILIES": "backup disk this-pc", "WVG_BASE_URL": "http://wvg.local"},
])
def test_anything_else_about_real_families_stops_the_start(tmp_path, environ):
    with pytest.raises(settings.WrongSetting, match="WVG_REAL_FAMILIES"):
        settings.load(tmp_path, environ)


@pytest.mark.parametrize("base_url", ["", "http://localhost:8000", "https://wvg.example.org"])
def test_only_this_pc_is_not_true_when_others_are_served(tmp_path, base_url):
    environ = {"WVG_REAL_FAMILIES": "backup disk this-pc", "WVG_BASE_URL": base_url}
    with pytest.raises(settings.WrongSetting, match="this-pc"):
        settings.load(tmp_path, environ, served_at="http://0.0.0.0:8000")


def test_true_in_the_file_is_not_enough(tmp_path):
    (tmp_path / "config.toml").write_text("real_families = true\n")
    with pytest.raises(settings.WrongSetting, match="WVG_REAL_FAMILIES"):
        settings.load(tmp_path, {})

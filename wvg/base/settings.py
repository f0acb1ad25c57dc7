"""What can be set: environment variables WVG_… or instance/config.toml; a wrong value stops the start."""

import os
import re
import tomllib
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit


class WrongSetting(Exception):
    """One sentence that names the value."""


@dataclass(frozen=True)
class Settings:
    instance: Path
    database_url: str
    key_file: Path
    smtp_url: str
    mail_from: str
    base_url: str
    trusted_hosts: tuple[str, ...]
    trusted_proxy: str  # the address from which X-Forwarded-For is believed; "" for none
    help_name: str
    help_phone: str
    real_families: bool  # a tested backup, an encrypted disk, and https or only this PC

    @property
    def https(self):
        return self.base_url.startswith("https://")


KNOWN = ("database_url", "key_file", "smtp_url", "mail_from", "base_url", "trusted_hosts", "trusted_proxy", "help_name",
         "help_phone", "real_families")
SAFE = ("backup disk https", "backup disk this-pc")
THIS_PC = ("127.0.0.1", "localhost", "::1")


def load(instance, environ=os.environ, served_at="http://127.0.0.1:8000", mail=True):
    """Settings from `instance/config.toml`, overridden by WVG_… in `environ`; `served_at` when no address is set;
    no mail server when `mail` is False.

    Raises WrongSetting with one sentence that names the value.
    """
    instance = Path(instance)
    values = {}
    config = instance / "config.toml"
    if config.exists():
        try:
            values = tomllib.loads(config.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise WrongSetting(f"{config} is not valid TOML: {error}.") from None
    for name in values:
        if name not in KNOWN:
            raise WrongSetting(f"{config} has a setting that wvg does not know: {name}.")
    for name in KNOWN:
        if environ.get(f"WVG_{name.upper()}"):
            values[name] = environ[f"WVG_{name.upper()}"]
    hosts = values.get("trusted_hosts", ())
    if isinstance(hosts, str):
        hosts = tuple(host.strip() for host in hosts.split(",") if host.strip())
    base_url = values.get("base_url", served_at).rstrip("/")
    _check_url("WVG_BASE_URL", base_url, ("http", "https"))
    database_url = values.get("database_url", f"sqlite:///{(instance / 'wvg.db').resolve()}")
    _check_url("WVG_DATABASE_URL", database_url, ("sqlite", "postgresql", "postgresql+pool"))
    if proxy := values.get("trusted_proxy"):
        try:
            ip_address(proxy)
        except ValueError:
            raise WrongSetting(f"WVG_TRUSTED_PROXY must be an address, for example 127.0.0.1, not {proxy!r}.") from None
    smtp_url = values.get("smtp_url", "") if mail else ""
    if smtp_url:
        _check_url("WVG_SMTP_URL", smtp_url, ("smtp", "smtps", "smtp+starttls"))
        if "base_url" not in values:
            raise WrongSetting("WVG_BASE_URL must be set beside WVG_SMTP_URL: it is the address in the mails.")
    sign_in_name = unquote(urlsplit(smtp_url).username or "")
    mail_from = values.get("mail_from") or (
        sign_in_name if "@" in sign_in_name else f"wvg@{urlsplit(base_url).hostname}"
    )
    if "mail_from" in values and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", str(mail_from)):
        raise WrongSetting(f"WVG_MAIL_FROM must be an e-mail address, not {mail_from!r}.")
    real_families = values.get("real_families", "")
    if real_families:
        _check_safe(real_families, base_url, served_at)
    return Settings(
        instance=instance,
        database_url=database_url,
        key_file=Path(values.get("key_file", instance / "keys.json")),
        smtp_url=smtp_url,
        mail_from=mail_from,
        base_url=base_url,
        trusted_hosts=tuple(hosts),
        trusted_proxy=values.get("trusted_proxy", ""),
        help_name=values.get("help_name", ""),
        help_phone=values.get("help_phone", ""),
        real_families=bool(real_families),
    )


def _check_url(name, value, schemes):
    if not isinstance(value, str) or urlsplit(value).scheme not in schemes:
        raise WrongSetting(f"{name} must begin with {' or '.join(s + '://' for s in schemes)}, not {value!r}.")


def _check_safe(value, base_url, served_at):
    if value not in SAFE:
        raise WrongSetting(f"WVG_REAL_FAMILIES must be {' or '.join(map(repr, SAFE))}, not {value!r}.")
    if value.endswith("https") and not base_url.startswith("https://"):
        raise WrongSetting(f"WVG_REAL_FAMILIES says https, but WVG_BASE_URL is {base_url!r}.")
    for url in (base_url, served_at) if value.endswith("this-pc") else ():
        if not url.startswith("https://") and urlsplit(url).hostname not in THIS_PC:
            raise WrongSetting(f"WVG_REAL_FAMILIES says this-pc, but others reach {url!r} without https.")

"""Seals what could hurt people: AES-256-GCM, one blob per row, bound to its table and row.

A blob is: version (1 byte) | key number (1 byte) | nonce (12 bytes) | ciphertext with tag.
Source of the construction: NIST SP 800-38D; the nonce is random, 96 bits.
"""

import base64
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
_keys: dict[int, bytes] = {}
_secrets: dict[str, str] = {}


class Unreadable(Exception):
    """The blob was damaged, belongs to another row, or its key is not here."""


def load(path):
    """Read the key file, making it (mode 0600) on the first start. Raises PermissionError when others can read it."""
    path = Path(path)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "cookie": secrets.token_urlsafe(48),
            "vault": {"1": base64.b64encode(secrets.token_bytes(32)).decode()},
        }
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(content, file)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise PermissionError(f"{path} can be read by others on this machine; make it 0600.")
    content = json.loads(path.read_text())
    _keys.clear()
    _keys.update({int(number): base64.b64decode(key) for number, key in content["vault"].items()})
    _secrets["cookie"] = content["cookie"]


def cookie_secret():
    """The secret that signs cookies and form tokens."""
    return _secrets["cookie"]


def seal(text: str, table: str, row: str) -> bytes:
    """Encrypt `text` for this row of this table with the newest key."""
    number = max(_keys)
    nonce = secrets.token_bytes(12)
    head = bytes([VERSION, number])
    return head + nonce + AESGCM(_keys[number]).encrypt(nonce, text.encode(), _bound(head, table, row))


def unseal(blob: bytes, table: str, row: str) -> str:
    """Decrypt what `seal` made. Raises Unreadable when a byte differs or the row is another."""
    blob = bytes(blob)
    try:
        if blob[0] != VERSION:
            raise Unreadable(f"{table} {row}: sealed by a version that is not known here")
        plain = AESGCM(_keys[blob[1]]).decrypt(blob[2:14], blob[14:], _bound(blob[:2], table, row))
        return plain.decode()
    except (InvalidTag, KeyError, IndexError, ValueError) as error:
        raise Unreadable(f"{table} {row} cannot be read") from error


def _bound(head, table, row):
    return head + f"{table}|{row}".encode()

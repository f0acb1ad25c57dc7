"""Rows of which a part is sealed: one blob per row, bound to its table and number."""

import json
import secrets

from peewee import BlobField, IntegerField

from wvg.base import vault
from wvg.base.db import Model


def new_number():
    """A number that says nothing: nine digits by chance, known before the row is there."""
    return 100_000_000 + secrets.randbelow(900_000_000)


class Sealed(Model):
    """A row whose words are sealed. `seal` before it is created or saved; `opened` gives them back."""

    id = IntegerField(primary_key=True, default=new_number)
    sealed = BlobField(null=True)

    def seal(self, words: dict):
        """Keep these (what JSON can hold), in place of what was there; nothing at all when there is nothing in them."""
        text = json.dumps(words, ensure_ascii=False)
        self.sealed = vault.seal(text, self._meta.table_name, str(self.id)) if any(words.values()) else None

    def opened(self) -> dict:
        """What was sealed; {} when nothing was. Raises vault.Unreadable when the blob was damaged or is of another."""
        if self.sealed is None:
            return {}
        return json.loads(vault.unseal(self.sealed, self._meta.table_name, str(self.id)))

    def read(self):
        """(what was sealed, whether it is damaged): for pages where one damaged row must not hide the others."""
        try:
            return self.opened(), False
        except vault.Unreadable:
            return {}, True

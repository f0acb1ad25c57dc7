from peewee import Check, DateField, IntegerField

from wvg.commons.volunteers.models import Named


class Period(Named):
    """How many months something is kept, and when the board agreed on that."""

    months = IntegerField()
    agreed_on = DateField(null=True)
    version = IntegerField(default=1)

    class Meta:
        constraints = [Check("months BETWEEN 1 AND 120", name="period_months")]

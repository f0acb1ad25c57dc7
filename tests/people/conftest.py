from datetime import timedelta

import pytest
from door import in_english

from wvg import demo_run
from wvg.base import clock
from wvg.commons.needs.models import Need
from wvg.commons.people.models import Household
from wvg.groups.rounds.models import Run


@pytest.fixture
def app(app):
    """The families as they were brought in, before any run; everybody reads English."""
    in_english()
    Run.delete().execute()
    Need.delete().execute()
    for code_name, *_, weeks in demo_run.FAMILIES:
        Household.update(version=1, last_visit=clock.today() - timedelta(weeks=weeks)).where(
            Household.code_name == code_name
        ).execute()
    return app

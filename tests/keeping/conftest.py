import pytest

from wvg.commons.volunteers.models import Volunteer


@pytest.fixture
def as_person(as_person):
    """Everybody reads English here, so that the tests hold the sentences of the code."""
    Volunteer.update(language="en").execute()
    return as_person

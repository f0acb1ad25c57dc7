"""A code name gives nothing away."""

import pytest
from people import viewer

from wvg.base import clock
from wvg.base.errors import Invalid
from wvg.commons.people import rules


@pytest.mark.parametrize("code_name", [
    "Demir", "demir 2", "Demirs", "0470 12 34 56", "Sleepstraat 99", "Sleepstraat", "D\u0435mir", "Yıldız", "", "<b>",
])
def test_a_code_name_that_says_something_is_refused(app, code_name):
    with pytest.raises(Invalid) as wrong:
        rules.add({"code_name": code_name, "bell_name": "Demir", "address": "Sleepstraat 99"}, viewer("bart"),
                  clock.now())
    assert wrong.value.field == "code_name"


@pytest.mark.parametrize("code_name", ["Aalscholver", "Grote gele kwikstaart", "Koekoek 2", "Gierzwaluw-2", "Grútto"])
def test_the_name_of_a_bird_is_taken(app, code_name):
    row = rules.add({"code_name": code_name, "bell_name": "Demir"}, viewer("bart"), clock.now())
    assert row.code_name == code_name

from wvg.commons.planning import queries
from wvg.commons.planning.models import Activity, Regular, Series, SeriesSeat, SignUp


def ahead(volunteer_id, now_local):
    """Live sign-ups of a volunteer on what is not over, whatever its state, by group and date: one query."""
    rows = (
        SignUp.select(SignUp, Activity).join(Activity)
        .where(
            SignUp.volunteer == volunteer_id, SignUp.ended_at.is_null(), Activity.end_date >= now_local.date()
        ).order_by(Activity.group, Activity.date, Activity.starts.asc(nulls="first"))
    )
    return [row for row in rows if not queries.has_ended(row.activity, now_local)]


def regulars(volunteer_id, group=None):
    """The fixed places of a volunteer that have not ended, in one group or in all."""
    rows = Regular.select().join(SeriesSeat).join(Series).where(
        Regular.volunteer == volunteer_id, Regular.ended_at.is_null()
    )
    return list(rows if group is None else rows.where(Series.group == group))

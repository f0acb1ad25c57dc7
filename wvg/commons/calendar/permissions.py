from wvg.base.access import permission

VIEW = permission("calendar.view", "See the calendar", ["volunteer", "coordinator", "admin"])

from wvg.base.access import permission

CLOSE = permission("calendar.close", "Enter closing days", ["coordinator", "admin"])
VIEW = permission("calendar.view", "See the calendar", ["volunteer", "coordinator", "admin"])

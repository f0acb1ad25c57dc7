"""A calendar program in a process of its own: for each line it reads it asks the feed again, and says what it got.

It speaks HTTP and remembers the ETag, and knows nothing of wvg. One JSON object a line:
{"status": 200 or 304, "events": {uid: [sequence, last modified, status, summary, begin]}} with what it holds then.
"""

import json
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

from icalendar import Calendar

url, etag, held = urlsplit(sys.argv[1]), None, {}
for _ in sys.stdin:
    connection = HTTPConnection(url.netloc, timeout=10)
    connection.request("GET", url.path, headers={"If-None-Match": etag} if etag else {})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status == 200:
        etag = answer.headers["ETag"]
        held = {
            event["uid"]: [event["sequence"], event["last-modified"].dt.isoformat(), event["status"],
                           str(event["summary"]), event["dtstart"].dt.isoformat()]
            for event in Calendar.from_ical(content).walk("VEVENT")
        }
    connection.close()
    sys.stdout.write(json.dumps({"status": answer.status, "events": held}) + "\n")
    sys.stdout.flush()

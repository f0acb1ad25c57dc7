"""Makes the app; nothing else."""

import os

from wvg.app import create_app

app = create_app(os.environ.get("WVG_INSTANCE", "instance"))

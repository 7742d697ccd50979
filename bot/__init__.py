"""The program: composition, use cases, matching, delivery and the sandbox."""

import os

# Unless asked for timedelta, python-telegram-bot tells durations as numbers and warns of it. It looks at every use.
os.environ.setdefault("PTB_TIMEDELTA", "true")

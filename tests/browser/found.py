"""Which browser there is on this machine."""

import os
import shutil
from typing import Final

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PLACES: Final = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
REQUIRED: Final = os.environ.get("BROWSER_TESTS") == "required"
"""Set where a missing browser shall be a failure and not a skip: on the machine that judges changes."""
MISSING: Final = "no Chromium or Chrome was found; on Debian: apt-get install chromium fonts-noto-cjk"


def browser_path() -> str | None:
    """The first Chromium or Chrome; CHROMIUM names another one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    places = (place for place in _PLACES if os.access(place, os.X_OK))
    return next((path for path in map(shutil.which, _NAMES) if path), None) or next(places, None)

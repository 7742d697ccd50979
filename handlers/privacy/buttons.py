"""The buttons of /privacy and of the deletion of one's data."""

from enum import StrEnum

from handlers.ui.buttons import Press


class ForgetPress(Press, kind="fm1"):
    yes: bool


class PrivacyAct(StrEnum):
    SHOW = "s"
    EXPORT = "e"
    FORGET = "f"
    ABROAD = "y"
    PRIVATE = "n"
    AGREE = "a"


class PrivacyPress(Press, kind="pv1"):
    act: PrivacyAct

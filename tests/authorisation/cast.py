"""Who tries everything, and the words that are not for everybody."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Who(StrEnum):
    """The columns of the table. All that is tried is the member's, or the organizer's."""

    NOBODY = "nobody"
    MEMBER = "member"
    COUNTERPART = "counterpart"
    OTHER = "other"
    ADVISER = "adviser"
    ORGANIZER = "organizer"
    OTHER_ORGANIZER = "other organizer"
    MODERATOR = "moderator"
    ADMIN = "admin"
    MUTED = "muted"
    BANNED = "banned"


EVERYBODY: Final = frozenset(Who) - {Who.BANNED}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A company with the one person who speaks for it."""

    number: int
    who: Who
    name: str
    country: str
    email: str
    relation: str = "representative"


HOUSES: Final = (
    House(number=1, who=Who.MEMBER, name="Alfakvarc d.o.o.", country="RS", email="prodaja@alfakvarc.example"),
    House(number=2, who=Who.COUNTERPART, name="Betaluna Ltd", country="CN", email="office@betaluna.example"),
    House(number=3, who=Who.OTHER, name="Gamarubin GmbH", country="IN", email="info@gamarubin.example"),
    House(
        number=4,
        who=Who.ADVISER,
        name="Deltaopal SA",
        country="DE",
        email="hello@deltaopal.example",
        relation="adviser",
    ),
    House(number=5, who=Who.BANNED, name="Epsilonit Kft", country="FR", email="mail@epsilonit.example"),
    House(number=6, who=Who.MUTED, name="Zetasafir Srl", country="IT", email="posta@zetasafir.example"),
)

FIRST_NAMES: Final = {
    Who.NOBODY: "Noranelle",
    Who.MEMBER: "Anastazija",
    Who.COUNTERPART: "Meilinda",
    Who.OTHER: "Taobert",
    Who.ADVISER: "Adilberta",
    Who.ORGANIZER: "Olgarina",
    Who.OTHER_ORGANIZER: "Ottokarl",
    Who.MODERATOR: "Miradora",
    Who.ADMIN: "Adafleur",
    Who.MUTED: "Musafino",
    Who.BANNED: "Boravesna",
}
APPLICANT: Final = "Ritakaja"
"""Asks to join the member's company; tries nothing."""

SECRETS: Final = {
    "member's name": ("Alfakvarc", "Anastazija"),
    "member's contact": ("prodaja@alfakvarc",),
    "counterpart's name": ("Betaluna", "Meilinda"),
    "counterpart's contact": ("office@betaluna",),
    "other's name": ("Gamarubin", "Taobert"),
    "imported company": ("Tetaahat",),
    "applicant's name": (APPLICANT,),
    "listing under review": ("Reviewedtitle",),
    "listing returned": ("Returnedtitle",),
    "listing's remark": ("Remarkwords",),
    "draft": ("Draftedtitle",),
    "pitch as written": ("Pitchwritten",),
    "member's pitch as written": ("Pitchofmember",),
    "pitch as relayed": ("Pitchrelayed",),
    "question as written": ("Askedwritten",),
    "question as relayed": ("Askedrelayed",),
    "words after acceptance": ("Talkedwords",),
    "organizer's word as written": ("Wordwritten",),
    "organizer's word as relayed": ("Wordrelayed",),
    "sanction's note": ("Sanctionnote",),
    "appeal": ("Appealwords",),
    "report's note": ("Reportnote",),
    "reason in the log": ("Loggedreason",),
    "reason for countries apart": ("Apartreason",),
    "listed name": ("Sanctionedname",),
    "event's code": ("FAIRONE1",),
    "event's group": ("Groupone",),
    "booth's line": ("Boothlinewords",),
    "announcement unsent": ("Unsentwords",),
    "announcement sent": ("Sentwords",),
    "member's video room": ("rooms.example/alfa",),
    "counterpart's video room": ("rooms.example/beta",),
    "link's code": ("ROLELINKCODE", "TEAMLINKCODE", "CLAIMLINKCODE"),
}
"""What a person may see or not, and the strings by which it is recognised in what the bot sends them."""

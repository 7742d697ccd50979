"""Rules by subject: what a sentence with certain cues tells about the author."""

from collections.abc import Callable
from typing import Final

from .findings import FindingKind
from .phone_shapes import MAX_DIGITS
from .sentences import Sentence

_ACCOUNT_WORDS: Final = 20  # a longer sentence about a channel is about more than an account
_ACCOUNT_REACH: Final = 5  # words from a channel to its account
_ASKED_REACH: Final = 6  # words from "ask for" to a person
_BESIDE: Final = 2  # words
_TITLE_WORDS: Final = 6  # of a channel and what one is called there
_FEW_UNKNOWN: Final = 3  # words; more of them are a sentence in ordinary words that the glossary lacks
_CONTINUED: Final = 10  # words of a sentence that continues the one before
_PHONE_DIGITS: Final = 7
_WHOLE_NUMBER: Final = 9  # digits
_FIRST: Final = 2  # words before the name of what follows
_PIECE_DIGITS: Final = 3  # of a number of which a piece was found
_REGISTER_DIGITS: Final = 4


def _tells_a_name(sentence: Sentence) -> bool:
    if sentence.near(["name"], ["product"], 3):
        return False
    if (sentence.has("namer") and sentence.has_untagged()) or (
        sentence.has("spell") and sentence.near(["name"], ["self", "org", "spell"], 4)
    ):
        return True
    if sentence.is_in_unspaced_script and not (sentence.has_mask or sentence.is_copula_after("name")):
        return False
    headed = not sentence.is_in_unspaced_script and min(sentence.at("name")) <= _FIRST
    if headed and any(sentence.is_after_colon(at) for at in sentence.hard):
        return True
    if sentence.near(["name"], ["self"], 4):
        if sentence.has_mask:
            return bool(sentence.hard) or (sentence.has("more") and bool(sentence.unknown))
        return (sentence.is_telling and sentence.is_word_near("name")) or (
            sentence.is_name_told and (sentence.near(["name"], ["self"], 2) or sentence.near(["name"], ["org"], 3))
        )
    named = sentence.near(["name"], ["org"], 4) and (bool(sentence.hard) or sentence.is_quoted or sentence.has("lang"))
    return named and sentence.is_telling


def _tells_how_to_read_it(sentence: Sentence) -> bool:
    if sentence.is_in_unspaced_script and sentence.is_copula_after("self"):
        return True
    if sentence.has_mask and sentence.has_untagged():
        return True
    if sentence.has_letters or (sentence.beside(sentence.payload, "spell") and not sentence.is_german):
        return True
    if not sentence.is_telling:
        return False
    if not (sentence.has("self", "name") or sentence.hard or sentence.is_quoted or sentence.is_in_unspaced_script):
        return sentence.is_followed_by_colon("spell")
    return sentence.has("name", "org", "find", "channel") or sentence.is_followed_by_colon("spell")


def _tells_a_glyph(sentence: Sentence) -> bool:
    return sentence.has_untagged() or sentence.has("self", "name")


def _tells_a_translation(sentence: Sentence) -> bool:
    if sentence.is_in_unspaced_script:
        return sentence.has("org", "self") and sentence.is_copula_after("lang")
    named = sentence.near(["org", "name"], ["self"], 4) and not sentence.near(["name"], ["product"], 3)
    return named and (bool(sentence.hard) or sentence.is_quoted)


def _tells_what_to_search(sentence: Sentence) -> bool:
    if sentence.has("websearch") and (sentence.is_quoted or sentence.has_untagged()):
        return True
    found = set(sentence.at("find"))
    if found and sentence.has_mask and sentence.strange:
        return True
    if found and sentence.has_mask and sentence.is_in_unspaced_script and sentence.hard:
        return True
    if found and min(found) <= 3 and sentence.has("where", "channel") and not sentence.is_subject(found):
        return bool(
            sentence.hard or sentence.accounts or sentence.pairs or sentence.is_quoted or sentence.is_in_unspaced_script
        )
    if not found or not (sentence.hard or sentence.is_quoted):
        return False
    if set(sentence.at("where")) - found:
        return not sentence.is_subject(found)
    # "Find us", not "we find".
    us = any(at + gap in found for at in sentence.at("self") for gap in (-1, -2)) and not sentence.is_subject(found)
    return us or (sentence.is_quoted and len(sentence.words) <= _CONTINUED)


def _tells_whom_to_ask(sentence: Sentence) -> bool:
    names = [at for at in sentence.hard if not sentence.is_request(at)]
    asked = sentence.at("ask")
    if sentence.is_german:
        # All nouns have a capital. A person stands first: "fragen Sie nach Großkopf", but not "nach Mustern in Nuss".
        first = next((at for at in range(min(asked), len(sentence.words)) if at in sentence.capitals), None)
        names = [at for at in names if first is None or first in sentence.hard or at < first]
    return any(min(asked) <= name + 1 and sentence.is_within(_ASKED_REACH, name, "ask") for name in names)


def _tells_an_account(sentence: Sentence) -> bool:
    """Returns True for a strange word where an account stands: "our site is velmont", "Skype: oliver.pem"."""
    if sentence.has_mask and sentence.accounts:
        return True
    if sentence.is_joined and sentence.strange:
        return True
    if sentence.hard and len(sentence.words) <= _TITLE_WORDS and _is_first_before_colon(sentence):
        return True
    if len(sentence.words) > _ACCOUNT_WORDS or len(sentence.unknown) > _FEW_UNKNOWN:
        return False
    if len(sentence.words) == 2 and sentence.strange == [1]:
        return True
    own = (
        sentence.near(["channel"], ["self"], 3)
        or sentence.is_in_unspaced_script
        or sentence.is_followed_by_colon("page")
    )
    page = sentence.has("call", "page")
    return any(
        (own and sentence.is_told(at) and sentence.is_within(_ACCOUNT_REACH, at, "channel", "page"))
        or (page and sentence.is_after_copula(at))
        or sentence.is_after_colon(at)
        for at in sentence.accounts
    )


def _is_first_before_colon(sentence: Sentence) -> bool:
    """Returns True for "Insta: …"."""
    return "where" in sentence.words[0].tags and sentence.is_followed_by_colon("where")


def _tells_an_address_in_words(sentence: Sentence) -> bool:
    addressed = bool(sentence.strange) or sentence.has("dot", "ending", "channel")
    return (sentence.is_telling and addressed) or (sentence.has_mask and sentence.has_untagged())


def _tells_a_host(sentence: Sentence) -> bool:
    return sentence.told_host or (sentence.has("ending") and bool(sentence.strange))


def _tells_a_brand(sentence: Sentence) -> bool:
    brands = sentence.at("brand")
    if sentence.is_in_unspaced_script and not (sentence.is_copula_after("brand") or sentence.ends_in_copula("brand")):
        return False
    named = (*sentence.hard, *sentence.pairs)
    beside = any(0 < at - brand <= 2 and sentence.is_joined_to(brand, at) for at in named for brand in brands)
    return beside or (sentence.is_quoted and sentence.has("self"))


def _tells_a_phone(sentence: Sentence) -> bool:
    """Returns True for enough digits in any order, and for further pieces of a number that was found."""
    if sentence.has_vanity_number:
        return True
    if sentence.has_mask:
        return sentence.has("call", "more", "phone") and sentence.digits >= _PIECE_DIGITS
    whole = sentence.has("more") and (sentence.has_country_code or sentence.has_trunk_prefix)
    if whole and _WHOLE_NUMBER <= sentence.digits <= MAX_DIGITS:
        return True
    called = sentence.has("call") or sentence.near(["phone"], ["self", "more"], 2)
    return called and sentence.digits >= _PHONE_DIGITS


def _tells_a_booth(sentence: Sentence) -> bool:
    if sentence.has("visit", "ask") and sentence.has_number_near("seat", _BESIDE):
        return True
    if sentence.has("visit") and (sentence.has_code_near("visit", 3) or sentence.has_number_near("booth", 3)):
        return True
    if sentence.has("self") and (sentence.near(["sole"], ["booth"], _BESIDE) or sentence.has_all("sole", "fair")):
        return True
    stands = sentence.has("self", "name", "find") and not sentence.is_subject(set(sentence.at("booth")))
    stands = stands and not sentence.has("past")
    return stands and sentence.has_number_near("booth", 3)


def _tells_a_register_number(sentence: Sentence) -> bool:
    return sentence.digits >= _REGISTER_DIGITS


def _tells_an_address(sentence: Sentence) -> bool:
    told = sentence.has("self") or sentence.is_followed_by_colon("address")
    visited = sentence.has("visit") and sentence.has_number_near("address", _BESIDE)
    if visited:
        return True
    if sentence.has_mask or sentence.beside_number:
        return (told or sentence.beside_number) and bool(sentence.capitals or sentence.digits)
    return told and bool(sentence.hard) and sentence.has_number_near("address", 8)


RULES: Final[tuple[tuple[FindingKind, frozenset[str], Callable[[Sentence], bool]], ...]] = (
    (FindingKind.COMPANY, frozenset({"name", "namer"}), _tells_a_name),
    (FindingKind.COMPANY, frozenset({"glyph"}), _tells_a_glyph),
    (FindingKind.COMPANY, frozenset({"spell"}), _tells_how_to_read_it),
    (FindingKind.COMPANY, frozenset({"lang"}), _tells_a_translation),
    (FindingKind.LINK, frozenset({"find", "websearch"}), _tells_what_to_search),
    (FindingKind.COMPANY, frozenset({"brand"}), _tells_a_brand),
    (FindingKind.PERSON, frozenset({"ask"}), _tells_whom_to_ask),
    (FindingKind.EMAIL, frozenset({"at"}), _tells_an_address_in_words),
    (FindingKind.LINK, frozenset({"dot", "ending"}), _tells_a_host),
    (FindingKind.MESSENGER, frozenset({"channel"}), _tells_an_account),
    (FindingKind.PHONE, frozenset({"call", "phone", "more"}), _tells_a_phone),
    (FindingKind.BOOTH, frozenset({"booth", "visit", "fair", "seat"}), _tells_a_booth),
    (FindingKind.REGISTRATION, frozenset({"register"}), _tells_a_register_number),
    (FindingKind.ADDRESS, frozenset({"address"}), _tells_an_address),
)
"""What a sentence with one of these cues gives away if the condition holds. The first that holds counts."""

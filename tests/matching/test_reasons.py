from itertools import islice, permutations

from bot.matching.listing import Match, Reason, ReasonCode, Subject
from bot.matching.matcher import Matcher
from bot.matching.prepare import prepare
from storage.vocabulary import Partnership, ProfileType, Stage
from tests.matching.listings import LetterEncoder, need, offer
from tests.matching.test_matcher import PLAIN


def pair(one: Subject, other: Subject, encoder: LetterEncoder | None = None) -> Match:
    found = Matcher(PLAIN if encoder else None).pair(prepare(one, encoder), prepare(other, encoder))
    assert found is not None
    return found


def reason(match: Match, code: ReasonCode) -> Reason:
    return next(reason for reason in match.reasons if reason.code is code)


def test_words_are_shown_in_each_ones_language() -> None:
    wanted = need("温室土壤湿度传感器", language="zh")
    offered = offer("Senzori vlažnosti zemljišta za plastenike", language="sr")
    words = reason(pair(wanted, offered), ReasonCode.WORDS)
    shown = dict(zip(words.values_here, words.values_there, strict=True))
    assert shown == {"温室": "plastenike", "土壤": "zemljišta", "湿度": "vlažnosti", "传感器": "Senzori"}
    assert reason(pair(offered, wanted), ReasonCode.WORDS).values_here == words.values_there


def test_words_stand_in_the_texts_they_are_shown_for() -> None:
    wanted, offered = need("Biostimulatros for vineyards, LoRa"), offer("ЛоРа biostimulators, vineyard trials")
    for given in pair(wanted, offered).reasons:
        assert all(word in wanted.title for word in given.values_here)
        assert all(word in offered.title for word in given.values_there)


def test_a_capital_that_only_begins_a_sentence_is_not_shown() -> None:
    words = reason(pair(need("Wireless sensors"), offer("We make wireless sensors")), ReasonCode.WORDS)
    assert set(words.values_here) == set(words.values_there) == {"wireless", "sensors"}
    kept = reason(pair(need("ISOBUS modules"), offer("ISOBUS modules")), ReasonCode.WORDS)
    assert "ISOBUS" in kept.values_here


def test_codes_are_a_reason_of_their_own() -> None:
    codes = reason(pair(need("valves ISO 13485"), offer("ventili iso13485, 48 V")), ReasonCode.CODES)
    assert codes.values_here == ("ISO 13485",)
    assert codes.values_there == ("iso13485",)


def test_coded_fields_give_reasons_and_mismatches_from_ones_own_side() -> None:
    wanted = need(
        "a",
        sectors=frozenset({"agri", "it"}),
        partnerships=frozenset({Partnership.LICENCE}),
        profile_type=ProfileType.BUSINESS_REQUEST,
        targets=frozenset({"RS"}),
        country="CN",
    )
    offered = offer(
        "b",
        sectors=frozenset({"agri"}),
        partnerships=frozenset({Partnership.RESEARCH}),
        profile_type=ProfileType.TECHNOLOGY_OFFER,
        stage=Stage.LAB,
        targets=frozenset({"KR"}),
        country="RS",
    )
    found = pair(wanted, offered)
    assert found.reasons == (
        Reason(code=ReasonCode.SECTOR, values_here=("agri",), values_there=("agri",)),
        Reason(code=ReasonCode.TARGET, values_here=("RS",), values_there=("RS",)),
    )
    assert found.mismatches == (
        Reason(code=ReasonCode.PARTNERSHIP, values_here=("licence",), values_there=("research",)),
        Reason(code=ReasonCode.PROFILE, values_here=("BR",), values_there=("TO",)),
        Reason(code=ReasonCode.STAGE, values_here=("market",), values_there=("lab",)),
        Reason(code=ReasonCode.TARGET, values_here=("CN",), values_there=("KR",)),
    )
    seen_by_the_offer = pair(offered, wanted)
    assert seen_by_the_offer.mismatches == tuple(mismatch.turned() for mismatch in found.mismatches)


def test_nothing_identifies_anybody() -> None:
    text = (
        "Agrosens d.o.o. makes soil sensors for greenhouses in the valley. Call +381 64 123 45 67 or mail "
        "ana@agrosens.rs. See www.agrosens.rs or t.me/agrosens, agrosens.rs/shop. PIB 123456789."
    )
    secrets = frozenset({"Agrosens", "Ана Анић"})
    wanted = need("Soil sensors for greenhouses", text=text, secrets=secrets)
    offered = offer("Soil sensors", text=f"АГРОСЕНС! {text} Ana Anić", secrets=secrets)
    found = pair(wanted, offered, LetterEncoder())
    shown = " ".join(value for given in found.reasons for value in given.values_here + given.values_there)
    assert "soil" in shown.lower()
    for secret in ("agrosens", "агросенс", "anić", "@", "123", "www", "t.me"):
        assert secret not in shown.lower()


def test_a_long_phrase_is_cut_at_a_word() -> None:
    long = "greenhouse irrigation " * 8
    meaning = reason(pair(need(long), offer("irrigation"), LetterEncoder()), ReasonCode.MEANING)
    assert meaning.values_here[0].endswith("…")
    assert len(meaning.values_here[0]) <= 81
    assert meaning.values_there == ("irrigation",)


def test_a_phrase_of_nothing_but_contacts_is_no_reason() -> None:
    encoder = LetterEncoder()
    wanted, offered = need("ana@firma.rs www.firma.rs"), offer("soil sensors. more on www.firma.rs")
    assert all(given.code is not ReasonCode.MEANING for given in pair(wanted, offered, encoder).reasons)


def test_another_phrase_is_shown_in_place_of_one_of_nothing_but_contacts() -> None:
    wanted = need("Firma www.firma.rs", text="soil sensors wanted", secrets=frozenset({"firma"}))
    given = reason(pair(wanted, offer("Firma www again"), LetterEncoder()), ReasonCode.MEANING)
    assert given.values_here == ("soil sensors wanted",)
    assert all(given.values_there)


def test_a_masked_word_does_not_tear_its_sentence() -> None:
    offered = offer("Senzori", text="Mi smo … iz Novog Sada i nudimo bežične senzore … vlage. Isporuka odmah.")
    meaning = reason(pair(need("bežične senzore vlage"), offered, LetterEncoder()), ReasonCode.MEANING)
    assert meaning.values_there == ("Mi smo … iz Novog Sada i nudimo bežične senzore … vlage",)


def test_words_that_only_look_alike_are_not_shown() -> None:
    for wanted, offered in (
        (need("tri mašine", language="sr"), offer("công nghệ trí tuệ", language="vi")),  # three; intelligence
        (need("goat milk cheese", language="en"), offer("Schafe", language="de")),  # kin, but another animal
        (need("Central Europe", language="en"), offer("centres for training", language="en")),
    ):
        shown = [given.values_there for given in pair(wanted, offered).reasons if given.code is ReasonCode.WORDS]
        assert shown == []


def test_words_of_other_things_are_not_shown() -> None:
    for wanted, offered in (("ethanol", "methanol"), ("dressage", "wedding dresses"), ("CAS list", "CAS bottles")):
        found = pair(need(wanted), offer(offered))
        assert ReasonCode.WORDS not in {given.code for given in found.reasons}, (wanted, offered)


def test_a_small_part_of_long_texts_is_no_reason() -> None:
    fillers = ("".join(letters) for letters in permutations("klmnop", 5))
    wanted = need("Turmeric", text=" ".join(["certified", *islice(fillers, 40)]))
    found = pair(wanted, offer("Lavender", text=" ".join(["certifiée", *islice(fillers, 400, 440)])))
    assert ReasonCode.WORDS not in {given.code for given in found.reasons}


def test_a_standard_is_not_shown_twice() -> None:
    found = pair(need("packs by EN 50604"), offer("EN 50604 packs"))
    assert reason(found, ReasonCode.CODES).values_here == ("EN 50604",)
    assert reason(found, ReasonCode.WORDS).values_here == ("packs",)


def test_an_amount_is_no_reason() -> None:
    found = pair(need("Trockner, 500 kg", language="de"), offer("Dörrobst, 500 kg", language="de"))
    assert ReasonCode.CODES not in {reason.code for reason in found.reasons}
    sized = pair(need("Sperrholz, 18 mm", language="de"), offer("sklejka 18mm", language="pl"))
    assert reason(sized, ReasonCode.CODES).values_there == ("18mm",)


def test_the_common_part_of_a_compound_is_shown() -> None:
    words = reason(pair(need("Akazienhonig", language="de"), offer("багремов мед", language="sr")), ReasonCode.WORDS)
    assert (words.values_here, words.values_there) == (("honig",), ("мед",))

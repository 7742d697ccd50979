"""Introductions in the chat: from a match to the contact data, and all other endings."""

from tests.chat import Human
from tests.events.fair import ANAS, MEIS, SECRETS_OF_ANA, SECRETS_OF_MEI, Fair, plain


async def test_a_need_finds_an_offer_across_the_border(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    assert "塞尔维亚" in mei.sees()
    assert "Senzor d.o.o." not in mei.sees()
    await mei.says("🤝 Introduce us")
    await mei.presses(mei.t("Send"))
    assert MEIS in ana.sees()
    assert "浦东" not in ana.sees()
    await ana.says("✅ Accept and share contacts")
    for secret in SECRETS_OF_ANA:
        assert secret in mei.sees()
    for secret in SECRETS_OF_MEI:
        assert secret in ana.sees()
    both = ((mei.phone.last(), ANAS, "senzor-d-o-o"), (ana.phone.last(), MEIS, "浦东农业科技有限公司"))
    for told, title, file in both:
        assert title in told["caption"]
        assert told["document"]["file_name"] == f"{file}.vcf"
    assert b"ana@senzor.rs" in mei.phone.file(mei.phone.last())
    await mei.says("E-mail")
    assert mei.phone.clipboard == "ana@senzor.rs"


async def test_the_preview_says_what_the_other_side_will_see(fair: Fair) -> None:
    mei, t = fair.mei, fair.mei.t
    await mei.says("🤝 Introduce us")
    assert MEIS in mei.sees()
    assert (
        t.n(
            "You can have {count} more open request at a time.",
            "You can have {count} more open requests at a time.",
            10,
        )
        in mei.sees()
    )
    await mei.types("我是浦东农业科技有限公司, 邮箱 mei@pudong.cn, 需要4000个")
    assert "mei@pudong.cn" not in mei.sees()
    assert t("an e-mail address") in mei.sees()
    assert t("a company name") in mei.sees()
    await mei.presses(t("Send"))
    assert "4000" in fair.ana.sees()
    assert "mei@" not in fair.ana.sees()
    assert "浦东" not in fair.ana.sees()
    assert "kineski" in fair.ana.sees(), "the language of the words is named in hers"


async def test_a_suggested_opening_is_shown_in_each_readers_language(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    opening = "We would like to see data sheets and prices."
    await mei.says("🤝 Introduce us")
    await mei.presses(mei.t("A few words to them"))
    await mei.says(opening)
    await mei.presses(mei.t("Send"))
    assert mei.t(opening) in ana.sees()
    assert ana.t(opening) in ana.sees()


def heading(human: Human) -> str:
    """The first line of the last message."""
    return str(human.phone.last()["text"]).splitlines()[0]


async def test_each_message_names_its_language_to_those_who_do_not_read_it(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await ana.says("❓ Ask a question first")
    await ana.types("Kada možemo da razgovaramo?")
    assert "塞尔维亚语" in heading(mei)
    await mei.says("✍️ Answer")
    await mei.types("星期二上午十点可以")
    assert "kineski" in heading(ana)
    await ana.says("✅ Accept and share contacts")
    await mei.says("✍️ Write to them")
    await mei.types("请问什么时候可以发货")
    assert "kineski" in heading(ana)
    await mei.types("OK")
    assert "kineski" not in heading(ana), "what may be any language"


async def test_a_decline_has_a_reason_and_is_told_kindly(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await ana.says("✖️ No")
    await ana.says("Too early a stage")
    assert ana.t("You said no. I'll tell them politely. They won't learn who you are.") in ana.sees()
    assert mei.t("The stage is too early for them.") in mei.sees()
    await mei.types("/matches")
    assert ANAS not in mei.sees(), "who said no is suggested no more"
    await mei.types("/introductions")
    assert mei.t("They said no this time.") in mei.sees()
    assert not any(secret in mei.phone.reads() for secret in SECRETS_OF_ANA)


async def test_questions_and_answers_are_relayed_and_the_author_sees_what_was_masked(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await ana.says("❓ Ask a question first")
    await ana.types("Koliko komada? Pišite na ana@senzor.rs")
    assert ana.t("an e-mail address") in ana.sees()
    assert "Koliko komada?" in mei.sees()
    assert "ana@" not in mei.sees()
    await mei.says("✍️ Answer")
    await mei.types("四千个")
    assert "四千个" in ana.sees()
    await ana.types("/introductions")
    assert ana.t("A company would like to meet you. Your turn to answer.") in ana.sees()
    await ana.presses("📨")
    assert "Koliko komada? Pišite na ana@senzor.rs" in ana.sees(), "her own words stand as she wrote them"
    await ana.says("✅ Accept and share contacts")
    assert "ana@senzor.rs" in mei.sees()


async def test_a_photo_before_acceptance_is_refused(fair: Fair) -> None:
    await fair.proposed()
    await fair.ana.says("❓ Ask a question first")
    await fair.ana.does("sends_photo", b"\x89PNG\r\n\x1a\n")
    assert fair.ana.t("Only text for now. You can send files once both sides have accepted.") in fair.ana.sees()


async def test_a_postponed_introduction_returns_and_the_proposer_knows_the_day(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await ana.says("🕓 Not now")
    await ana.presses(ana.t("In {count} days", count="3"))
    day = fair.clock().replace(day=5)
    assert mei.t("They will look at it on {day}.", day=mei.t.date(day)) in mei.sees()
    await ana.types("/introductions")
    await fair.time_passes(days=3)
    assert plain(ana.t("🕓 <b>You asked to see this again today.</b>")) in ana.sees()
    await ana.says("✅ Accept and share contacts")
    assert "Senzor d.o.o." in mei.sees()


async def test_a_withdrawn_proposal_cannot_be_accepted(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    card = ana.phone.last()
    await mei.says("Open it")
    await mei.says("↩️ Withdraw")
    assert ana.t("↩️ This introduction was withdrawn.") in ana.sees()
    await ana.presses(ana.t("✅ Accept and share contacts"), message=card["message_id"])
    assert ana.t("This introduction has changed. This is the current state.") in ana.sees()
    for human, secrets in ((mei, SECRETS_OF_ANA), (ana, SECRETS_OF_MEI)):
        assert not any(secret in human.phone.reads() for secret in secrets)


async def test_accept_tapped_twice_counts_once(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    card = next(m for m in reversed(ana.phone.messages()) if "reply_markup" in m)
    data = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    ana.phone.presses_stale(card, data)
    ana.phone.presses_stale(card, data)
    await fair.chat.settle()
    assert mei.phone.reads().count("ana@senzor.rs") == 1
    assert ana.phone.reads().count("mei@pudong.cn") == 1


async def test_mutual_proposals_are_accepted(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await mei.says("🤝 Introduce us")
    await ana.says("🤝 Introduce us")
    await mei.presses(mei.t("Send"))
    await ana.presses(ana.t("Send"))
    assert "浦东农业科技有限公司" in ana.sees()
    assert "Senzor d.o.o." in mei.sees()


async def test_any_colleague_can_answer_and_the_others_see_it(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    ivan = await fair.colleague("Ivan")
    await fair.proposed()
    assert MEIS in ana.sees()
    assert MEIS in ivan.sees()
    await ivan.says("✅ Accept and share contacts")
    assert "浦东农业科技有限公司" in ana.sees()
    assert "Ivan" in mei.sees()
    await ana.presses(ana.t("✅ Accept and share contacts"), older=True)
    assert ana.t("This introduction has changed. This is the current state.") in ana.sees()


async def test_a_person_who_unblocks_the_bot_finds_the_proposal(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await mei.says("🤝 Introduce us")
    ana.phone.blocks()
    fair.chat.world.updates.take_all()  # the bot was down and never heard of it
    await mei.presses(mei.t("Send"))
    await mei.types("/introductions")
    assert mei.t("Sent. Their turn to answer.") in mei.sees()
    await ana.does("unblocks")
    await ana.types("/introductions")
    await ana.presses("📨")
    await ana.says("✅ Accept and share contacts")
    assert "ana@senzor.rs" in mei.sees()


async def test_no_proposal_to_a_person_who_blocked_the_bot(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await mei.says("🤝 Introduce us")
    await ana.does("blocks")
    await mei.presses(mei.t("Send"))
    assert mei.t("This company cannot be asked at the moment.") in mei.sees()


async def test_closing_a_listing_ends_its_introduction(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await ana.types("/mine")
    await ana.presses("Bežični")
    await ana.says("☑️ Close")
    await ana.presses(ana.t("✅ Accept and share contacts"), older=True)
    assert ana.t("One of the two listings is no longer open.") in ana.sees()
    assert not any(secret in mei.phone.reads() for secret in SECRETS_OF_ANA)
    await fair.time_passes(minutes=20)
    assert mei.t("Their listing is closed now.") in mei.sees()


async def test_an_old_button_of_a_sent_proposal_shows_the_introduction(fair: Fair) -> None:
    mei = fair.mei
    await fair.proposed()
    mei.phone.presses_stale(mei.phone.last(), "m1:1:2:i")
    await fair.chat.settle()
    assert mei.t("These two listings already have an introduction.") in mei.sees()
    assert mei.t("Sent. Their turn to answer.") in mei.sees()


async def test_nobody_can_open_another_persons_introduction(fair: Fair) -> None:
    await fair.accepted()
    eve = await fair.chat.join("Eve", company="Nosy Ltd", country="Germany")
    message = eve.phone.last()
    for data in (
        "i1:1:o",
        "i1:1:c",
        "i1:1:a",
        "i1:1:m",
        "il1:1:1",
        "in1:1:other",
        "iu1:1:7:met",
        "rw1:introduction:1:fraud",
    ):
        eve.phone.presses_stale(message, data)
        await fair.chat.settle()
    for secret in (*SECRETS_OF_ANA, *SECRETS_OF_MEI, MEIS, ANAS):
        assert secret not in eve.phone.reads()

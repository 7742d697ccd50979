"""A reader's languages: English is foreign to a Serbian reader until they say that they read it."""

from tests.chat import Chat


async def test_english_cards_carry_a_gist_until_the_reader_reads_english(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija", language="sr", email="ana@senzor.rs")
    kim = await chat.join("Kim", company="Leeds Growers", country="United Kingdom", email="kim@leeds.uk")
    await ana.offers("Bežični senzori vlažnosti zemljišta za plastenike")
    await kim.needs("Wireless soil moisture sensors for greenhouses")
    await ana.types("/matches")
    assert "💡" in ana.sees()
    assert "plastenici" in ana.sees()
    await ana.types("/settings")
    await ana.says("I read English too")
    assert "✅ " + ana.t("I read English too") in ana.buttons()
    await ana.types("/matches")
    assert "Wireless soil moisture" in ana.sees()
    assert "💡" not in ana.sees()
    await kim.types("/settings")
    assert ana.t("I read English too") not in kim.buttons()
    assert kim.t("I read English too") not in kim.buttons()

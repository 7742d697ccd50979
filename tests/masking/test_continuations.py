"""What an earlier message announced does not swallow later answers about the business."""

import pytest

from bot.masking import MASK, Secrets, mask_after

PUDONG = Secrets(
    company_names=("Pudong Greenhouse Co., Ltd.",),
    person_names=("Mei Wang",),
    usernames=("mei_example",),
    emails=("mei@example.org",),
    phones=("+8613729058146",),
)
ANNOUNCED = [
    "This is just what we need. Write to me: mei@example.org",
    "Write to me.",
    "My e-mail is mei@example.org",
    "Call +86 137 2905 8146",
    "Visit www.pudong.cn",
    "我的微信是 mei_example",
    "Find us on Instagram",
    "Pišite mi na Viber",
    "Наш сайт pudong.cn",
    "Our company is called Pudong Greenhouse",
]
ANSWERS = [
    "About 5,000.",
    "Forty tonnes.",
    "Yes, in blue.",
    "Yes, from March on.",
    "Payment 30/70, the rest against documents.",
    "Minimum order is 500 pieces, colours can be mixed.",
    "可以，三月份开始供货。",
    "大约5000件",
    "Da, od proleća.",
    "Rok isporuke 15 do 20 radnih dana.",
    "Да, с апреля, отгрузка каждую неделю.",
    "Ja, ab September, dann aber ganze Paletten.",
    "はい、5月から出荷できます。",
]


@pytest.mark.parametrize("announced", ANNOUNCED)
def test_an_answer_stays_whole_after_contacts_in_an_earlier_message(announced: str) -> None:
    touched = [answer for answer in ANSWERS if mask_after([announced], answer, secrets=PUDONG).found]
    assert touched == []


@pytest.mark.parametrize(
    ("began", "half"),
    [
        ("My mailbox is called vesnagora", "it is with gmail"),
        ("Find us on Instagram", "havredepin"),
        ("our name starts with Ash", "and goes on with grove"),
        ("Viber imam", "broj: 064 12"),
        ("微信号分两段，songgang", "2008"),
        ("нуль шість сім", "три чотири два один"),
    ],
)
def test_the_second_half_of_an_announcement_is_hidden(began: str, half: str) -> None:
    assert MASK in mask_after([began], half, secrets=Secrets()).text


def test_a_name_that_an_earlier_message_tells_whole_has_no_piece_in_a_later_one() -> None:
    assert mask_after(["mei_example"], "Two pallets, in boxes", secrets=PUDONG).found == ()
    assert MASK in mask_after(["it begins with mei_"], "and then example", secrets=PUDONG).text

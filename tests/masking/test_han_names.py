"""Chinese names in their everyday short forms."""

import pytest

from bot.masking import MASK, Secrets, mask

PUDONG = Secrets(company_names=("浦东农业科技有限公司",), person_names=("王小明",))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("我们是浦东农业，请联系", f"我们是{MASK}，请联系"),
        ("浦東農業科技期待合作", f"{MASK}期待合作"),
        ("叫我小明就好", f"叫我{MASK}就好"),
    ],
)
def test_the_beginning_of_a_company_and_a_given_name_are_hidden(written: str, shown: str) -> None:
    assert mask(written, secrets=PUDONG).text == shown


@pytest.mark.parametrize("written", ["我们在浦东做农业", "农业科技设备", "上海浦东的传感器"])
def test_a_town_and_a_trade_by_themselves_stay(written: str) -> None:
    assert mask(written, secrets=PUDONG).text == written


@pytest.mark.parametrize(
    ("company", "written", "shown"),
    [
        ("宁海枫岚渔具有限公司", "枫岚的竿子", f"{MASK}的竿子"),
        ("安吉竹海灯饰有限公司", "同行喊竹海灯", f"同行喊{MASK}"),
        ("北京海淀枫岚软件有限公司", "枫岚的产品", f"{MASK}的产品"),
        ("浙江杭州余杭竹海灯饰有限公司", "同行喊竹海灯", f"同行喊{MASK}"),
    ],
)
@pytest.mark.usefixtures("without_encoder")
def test_a_brand_between_town_and_trade_is_hidden(company: str, written: str, shown: str) -> None:
    secrets = Secrets(company_names=(company,))
    assert mask(written, secrets=secrets).text == shown
    assert mask("宁海渔具、安吉灯饰", secrets=secrets).found == ()


@pytest.mark.parametrize(
    ("company", "short", "place"),
    [
        ("上海浦东农业科技有限公司", "浦东农业", "上海浦东"),
        ("江苏省扬州市粮油机械有限公司", "扬州市粮油机械", "江苏扬州"),
        ("浙江杭州余杭灯饰工程有限公司", "余杭灯饰", "杭州余杭"),
    ],
)
@pytest.mark.usefixtures("without_encoder")
def test_a_company_called_by_its_district_and_trade_is_hidden(company: str, short: str, place: str) -> None:
    secrets = Secrets(company_names=(company,))
    assert mask(f"我们是{short}，请联系", secrets=secrets).text == f"我们是{MASK}，请联系"
    assert mask(f"我们在{place}，请联系", secrets=secrets).found == ()

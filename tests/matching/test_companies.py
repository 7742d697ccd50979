"""Company names that are one company's, and false friends that are not."""

import pytest

from bot.matching.companies import LIKELY_SAME, company_key, same_company


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Senzor d.o.o.", "senzor"),
        ("СЕНЗОР д. о. о.", "senzor"),
        ("Senzor DOO Novi Sad", "senzor novi sad"),
        ("A.S. d.o.o.", "as"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Huawei Technologies Co., Ltd.", "huawei technologies"),
        ("Fiat S.p.A.", "fiat"),
        ("Kowalski Sp. z o.o.", "kowalski"),
        ("Novák s.r.o.", "novak"),
        ("ООО «Ромашка»", "romaska"),
        ("上海农业科技有限公司", "上海农业科技"),
        ("上海市農業科技股份有限公司", "上海农业科技"),
        ("中车集团有限公司", "中车"),
        ("株式会社日立", "日立"),
        ("公司", "公司"),
        ("AG", "ag"),
        ("", ""),
    ],
)
def test_what_tells_a_company_is_left(name, key):
    assert company_key(name) == key


def test_a_country_at_the_end_is_taken_off_where_it_is_the_company_s_own():
    assert company_key("Bosch Srbija d.o.o.", "RS") == "bosch"
    assert company_key("Bosch Srbija d.o.o.", "DE") == "bosch srbija"
    assert company_key("Srbija", "RS") == "srbija"


SAME = [
    ("Senzor DOO Novi Sad", "Senzor d.o.o."),
    ("Сензор", "Senzor doo"),
    ("Đorđević", "Djordjevic d.o.o."),
    ("Agro Tehnika d.o.o.", "Tehnika Agro"),
    ("Elektronika Niš", "Electronika Nis"),
    ("Siemens", "Simens AG"),
    ("Agrosens", "AgroSens d.o.o. Beograd"),
    ("Pudong Agritech", "Pudong Agritech Co., Ltd."),
    ("上海农业科技有限公司", "上海市农业科技股份有限公司"),
    ("深圳市大疆创新科技有限公司", "大疆创新科技"),
    ("Institut Mihajlo Pupin", "Institut „Mihajlo Pupin“ d.o.o."),
    ("Nova Tech", "NovaTech"),
]
OTHERS = [
    ("Nova Tech", "Nova Text"),
    ("上海农业科技", "上海工业科技"),
    ("江苏恒力机械", "江苏恒立机械"),
    ("北京大学", "南京大学"),
    ("上海农业科技有限公司", "北京农业科技有限公司"),
    ("华为", "格力"),
    ("Lin", "Lin Chemicals"),
    ("University of Belgrade", "University of Novi Sad"),
    ("Institut Mihajlo Pupin", "Institut Vinča"),
    ("Green Energy Systems", "Green Energy Solutions"),
    ("Elektrovojvodina", "Elektrosrbija"),
    ("ABC d.o.o.", "ABD d.o.o."),
    ("Elektroprivreda Srbije 1", "Elektroprivreda Srbije 2"),
    ("d.o.o.", "Ltd"),
    ("Senzor", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_company_under_two_names(one, other):
    assert same_company(one, other) >= LIKELY_SAME
    assert same_company(one, other) == same_company(other, one) <= 1


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_false_friends(one, other):
    assert same_company(one, other) < LIKELY_SAME
    assert same_company(one, other) == same_company(other, one) >= 0

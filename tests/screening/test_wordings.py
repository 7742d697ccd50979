"""What of a name tells nothing, and which of its words is the family name."""

import pytest

from bot.usecases.screening.family_names import family_words
from bot.usecases.screening.spelling import has_legal_form, words_of


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Frau Prof. Dr. Ingeborg Wachtelmayer", "Ingeborg Wachtelmayer"),
        ("г-н Пётр Ёлкин", "Пётр Ёлкин"),
        ("Robert Halvorstein, Jr.", "Robert Halvorstein"),
        ("Don Halvorstein", "Don Halvorstein"),
        ("高云峰先生", "高云峰"),
        ("Abdur-Rahman as-Sadiq", "Abd al-Rahman al-Sadiq"),
        ("Nasr al-Din Karimi", "Nasruddin Karimi"),
        ("Общество с ограниченной ответственностью «Вихорь»", "ООО Вихорь"),
        ("Vihor Limited Liability Company", "Vihor LLC"),
        ("Vihor i Sinovi", "Vihor Sinovi"),
        ("Вихор друштво са ограниченом одговорношћу", "Vihor d.o.o."),
    ],
)
def test_titles_and_long_legal_forms_say_nothing(name: str, bare: str) -> None:
    assert words_of(name) == words_of(bare)


@pytest.mark.parametrize(
    "name", ["ООО Вихорь", "Вихор а.д.", "Vihor Aktiengesellschaft", "한빛솔루텍(주)", "АО Вихорь"]
)
def test_a_legal_form_makes_a_company(name: str) -> None:
    assert has_legal_form(name)


@pytest.mark.parametrize("name", ["Petrov A.S.", "Petrov A. D.", "Don Halvorstein"])
def test_initials_do_not(name: str) -> None:
    assert not has_legal_form(name)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Viktor Bout", "Bout"),
        ("Bout, Viktor", "Bout"),
        ("Щербинцев Юрий Алексеевич", "Щербинцев"),
        ("Shcherbintsev Yuri Alekseevich", "Shcherbintsev"),
        ("Ana Marija Petrović", "Petrović"),
        ("Nguyễn Hữu Thắng", "Nguyễn Hữu Thắng"),
        ("Íñigo Goyeneta Larralde", "Goyeneta Larralde"),
        ("José María Goyeneta", "Goyeneta"),
        ("Abu Bakr Sulayman al-Jundubi", "Jundubi"),
        ("Julián Esteban Corvalera Quintanar", "Corvalera Quintanar"),
    ],
)
def test_the_family_name_is_where_the_language_has_it(name: str, family: str) -> None:
    sounds = words_of(name)
    assert {sounds[at] for at in family_words(name, sounds)} == set(words_of(family))

"""What a letter of another script looks like, and what it sounds like, in plain Latin letters and digits.

The two disagree ("Н" looks like H and sounds like N), so a text is read both ways.
"""

from typing import Final

# Latin letters of a special cut or with a stroke, whichever way they are read.
LATIN: Final[dict[str, str]] = {
    **dict(zip("ɑɡıᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɩɒƅƖ", "agiabcdefghijklmnoprstuvwyziabl", strict=True)),
    **dict(zip("đðłøħŧɨʉƶǝəɐɔ", "ddlohtiuzeeac", strict=True)),
    **dict(zip("⍺ɱƒɓƈɗƙƥƭʋƴɲŋɾʂʐʝ", "amfbcdkptvynnrszj", strict=True)),
    "ϲ": "c",
    "Ϲ": "c",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}

# Lower case unless the capital looks like another letter than the small one.
LOOKS: Final[dict[str, str]] = {
    **dict(zip("авекмнорстухѕіјԁԛԝьгпиһѵӏ", "abekmhopctyxsijdqwbrnuhvl", strict=True)),
    **dict(zip("αβγδεηικνορτυχωσς", "abydenikvoptuxwoc", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx", strict=True)),
    **dict(zip("օոսցհքԼ", "onugpql", strict=True)),
    **dict(zip("ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷΝᏢᏒᏚᎢᏙᎳᏃ", "abcdeghijklmnprstvwz", strict=True)),
}

SOUNDS: Final[dict[str, str]] = {
    **dict(
        zip(
            "абвгдезиклмнопрстуфхцчшыэђћјіїєґўѓќѕй",
            "abvgdeziklmnoprstufhccsyedcjiiegugkzj",
            strict=True,
        )
    ),
    **dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "avgdeziuiklmnxoprsstyfhpo", strict=True)),
    "ж": "z",
    "щ": "sc",
    "ъ": "",
    "ь": "",
    "ю": "ju",
    "я": "ja",
    "љ": "lj",
    "њ": "nj",
    "џ": "dz",
}

# Cyrillic letters that pass for a digit beside digits.
DIGIT_LOOKS: Final[dict[str, str]] = dict(zip("бЗзчЧОо", "6334400", strict=True))

# Symbols that stand for a plain sign. Their compatibility forms do not say so.
SIGNS: Final[dict[str, str]] = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣－⁃ー", "-"),
    **dict.fromkeys("·•․‧。｡∙⋅◦●⚫۔﹒⦁・◉⏺", "."),
    **dict.fromkeys("【〔［〖", "["),
    **dict.fromkeys("】〕］〗", "]"),
    **dict.fromkeys("⁄∕⧸╱", "/"),
    **dict.fromkeys("〜～∼˜", "~"),
    **dict.fromkeys("©®™℠", ""),
    **dict.fromkeys("\u115f\u1160\u3164\uffa0", ""),
    "\u2800": " ",
    "、": ",",
    "＿": "_",
    "➕": "+",
    "➖": "-",
    "📞": "tel ",
    "☎": "tel ",
    "📱": "tel ",
    "📲": "tel ",
    "📧": "mail ",
    "✉": "mail ",
    "🐧": "qq",
    **dict(zip("〡〢〣〤〥〦〧〨〩", "123456789", strict=True)),
}

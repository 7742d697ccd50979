"""Tables from letters of other scripts to plain Latin letters and digits, by shape and by sound.

The two can differ ("Н" looks like H and sounds like N), so each text is read both ways.
"""

from typing import Final

# Special Latin letters, the same in both readings.
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

# Lower-case letters, and capitals that look like another letter than their lower case.
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

# Cyrillic letters that look like a digit; used next to digits only.
DIGIT_LOOKS: Final[dict[str, str]] = dict(zip("бЗзчЧОо", "6334400", strict=True))

# Symbols for plain signs that Unicode compatibility forms do not cover.
SIGNS: Final[dict[str, str]] = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣－⁃ー", "-"),
    **dict.fromkeys("·•․‧丶。｡∙⋅◦●⚫۔﹒⦁・◉⏺", "."),
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

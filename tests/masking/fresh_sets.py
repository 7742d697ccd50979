"""The third to twenty-third red-team sets, in the form of the second, with writers of their own and harmless texts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.masking import Secrets
from tests.masking.second_set import Smuggled, read_set

HERE: Final = Path(__file__).parent
THIRD: Final = HERE / "third_set.txt"
FOURTH: Final = HERE / "fourth_set.txt"
FIFTH: Final = HERE / "fifth_set.txt"
SIXTH: Final = HERE / "sixth_set.txt"
SEVENTH: Final = HERE / "seventh_set.txt"
EIGHTH: Final = HERE / "eighth_set.txt"
NINTH: Final = HERE / "ninth_set.txt"
TENTH: Final = HERE / "tenth_set.txt"
ELEVENTH: Final = HERE / "eleventh_set.txt"
TWELFTH: Final = HERE / "twelfth_set.txt"
THIRTEENTH: Final = HERE / "thirteenth_set.txt"
FOURTEENTH: Final = HERE / "fourteenth_set.txt"
FIFTEENTH: Final = HERE / "fifteenth_set.txt"
SIXTEENTH: Final = HERE / "sixteenth_set.txt"
SEVENTEENTH: Final = HERE / "seventeenth_set.txt"
EIGHTEENTH: Final = HERE / "eighteenth_set.txt"
NINETEENTH: Final = HERE / "nineteenth_set.txt"
TWENTIETH: Final = HERE / "twentieth_set.txt"
TWENTYFIRST: Final = HERE / "twentyfirst_set.txt"
TWENTYSECOND: Final = HERE / "twentysecond_set.txt"
TWENTYTHIRD: Final = HERE / "twentythird_set.txt"
FRESH_SETS: Final = (
    THIRD,
    FOURTH,
    FIFTH,
    SIXTH,
    SEVENTH,
    EIGHTH,
    NINTH,
    TENTH,
    ELEVENTH,
    TWELFTH,
    THIRTEENTH,
    FOURTEENTH,
    FIFTEENTH,
    SIXTEENTH,
    SEVENTEENTH,
    EIGHTEENTH,
    NINETEENTH,
    TWENTIETH,
    TWENTYFIRST,
    TWENTYSECOND,
    TWENTYTHIRD,
)
HARMLESS: Final = tuple(
    HERE / f"ordinary_{name}.txt"
    for name in ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
)
# Business sentences in 16 languages with words like "call", "find", "name" and "brand" in their natural use.
HARMLESS_WITH_CUES: Final = tuple(
    HERE / f"ordinary_{name}.txt"
    for name in (
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "twentyfirst",
        "twentysecond",
        "twentythird",
        "twentyfourth",
        "twentyfifth",
    )
)
# The shipped judge has not learned from these, so they say how it does at first sight.
UNLEARNED: Final = (
    *(TWENTIETH, TWENTYFIRST, TWENTYSECOND, TWENTYTHIRD),
    *(HERE / f"ordinary_{name}.txt" for name in ("twentysecond", "twentythird", "twentyfourth", "twentyfifth")),
)

WRITERS: Final = {
    "": Secrets(),
    "gora": Secrets(
        company_names=("Zelena Gora d.o.o.",),
        person_names=("Vesna Milanović",),
        website_hosts=("zelenagora.rs",),
        phones=("+381 64 123 4567",),
    ),
    "yun": Secrets(company_names=("云田农业科技有限公司",), person_names=("王丽华",), phones=("139 1234 5678",)),
    "lv": Secrets(company_names=("绿源农业科技有限公司",)),
    "li": Secrets(person_names=("李梅",)),
    "orch": Secrets(
        company_names=("Blue Orchard Robotics GmbH",),
        person_names=("Katharina Schäfer",),
        phones=("+49 170 1234567",),
    ),
    "teh": Secrets(
        company_names=("Tehno Morava Niš d.o.o.",),
        person_names=("Dragana Jovanović",),
        phones=("+381 63 765 4321",),
    ),
    "hua": Secrets(company_names=("苏州龙腾机械有限公司",), person_names=("张伟民",)),
    "ste": Secrets(company_names=("Steinbrück GmbH",)),
    "ste2": Secrets(company_names=("Stein Brücke GmbH",)),
    "wolf": Secrets(company_names=("Beli Vuk d.o.o.",)),
    "yunf": Secrets(company_names=("云山有限公司",)),
    "wu": Secrets(company_names=("沐工科技有限公司",)),
    "shu": Secrets(company_names=("树洋贸易有限公司",)),
    "kor": Secrets(
        company_names=("Korvax Hidraulika d.o.o.",),
        person_names=("Stevan Đurđević",),
        website_hosts=("korvax.rs",),
        phones=("+381 62 418 9053",),
    ),
    "mor": Secrets(
        company_names=("Morning Harvest Foods Ltd",),
        person_names=("Eleanor Whitcombe",),
        website_hosts=("morningharvest.co.uk",),
        phones=("+44 7911 604 238",),
    ),
    "hai": Secrets(company_names=("宁波海鲸机电有限公司",), person_names=("陈晓燕",), phones=("158 6042 9317",)),
    "kar": Secrets(
        company_names=("Kartal Makine A.Ş.",), person_names=("Özgür Yıldırım",), phones=("+90 532 614 8807",)
    ),
    "sov": Secrets(company_names=("ООО Сова Технологии",), person_names=("Игорь Щербаков",)),
    "adl": Secrets(company_names=("Adler Werkzeugbau GmbH",), person_names=("Jürgen Weißmann",)),
    "apr": Secrets(company_names=("Apricot Ltd",)),
    "zve": Secrets(company_names=("Zvezda d.o.o.",)),
    "vit": Secrets(
        company_names=("Srebrna Šljiva d.o.o.",),
        person_names=("Miodrag Vitezović",),
        website_hosts=("srebrnasljiva.rs",),
        phones=("+381 65 714 2980",),
    ),
    "cle": Secrets(
        company_names=("Clear Water Technologies Ltd",),
        person_names=("Margaret Clements",),
        phones=("+44 1632 960187",),
    ),
    "jin": Secrets(company_names=("无锡金桥液压有限公司",), person_names=("赵国强",), phones=("137 6508 2219",)),
    "est": Secrets(company_names=("Estrela do Sul Lda",), person_names=("João Magalhães",)),
    "bor": Secrets(company_names=("ООО Северный Лес",), person_names=("Надежда Воронцова",)),
    "lum": Secrets(company_names=("Lumière SARL",), person_names=("François Lefèvre",)),
    "gra": Secrets(company_names=("Kameni Most d.o.o.",)),
    "drv": Secrets(
        company_names=("Drvoplet d.o.o.",),
        person_names=("Svetozar Knežević",),
        website_hosts=("drvoplet.rs",),
        phones=("+381 64 598 3210",),
    ),
    "har": Secrets(
        company_names=("Harlech Polymers Ltd",), person_names=("Harriet Bowen",), phones=("+44 29 8765 431",)
    ),
    "mei": Secrets(company_names=("大连天马精机有限公司",), person_names=("梅雪琴",), phones=("139 0123 4567",)),
    "kos": Secrets(person_names=("Константин Шерстобитов",), phones=("+7 916 334 2210",)),
    "wie": Secrets(person_names=("Wiebke Schröder",), phones=("+49 30 456789",)),
    "nor": Secrets(company_names=("Severni Vetar d.o.o.",)),
    "pra": Secrets(company_names=("Čisti Izvor d.o.o.",)),
    "vel": Secrets(
        company_names=("Velmont Agro d.o.o.",),
        person_names=("Radovan Stanišić",),
        website_hosts=("velmont.rs",),
        phones=("+381 60 712 3345",),
    ),
    "jas": Secrets(company_names=("Jasna Poljana d.o.o.",), person_names=("Nemanja Pejčić",)),
    "hon": Secrets(company_names=("杭州鸿泰精密机械有限公司",), person_names=("周建平",), phones=("136 5712 8840",)),
    "bri": Secrets(
        company_names=("Brightwell Sensors Ltd",),
        person_names=("Oliver Pemberton",),
        website_hosts=("brightwell-sensors.co.uk",),
        phones=("+44 7700 900 418",),
    ),
    "fal": Secrets(
        company_names=("Falkner Antriebstechnik GmbH",),
        person_names=("Matthias Großkopf",),
        website_hosts=("falkner-antrieb.de",),
        phones=("+49 171 5550 123",),
    ),
    "sin": Secrets(company_names=("ООО Синий Кит",), person_names=("Алексей Журавлёв",), phones=("+7 921 440 1276",)),
    "dem": Secrets(company_names=("Demirkaya Tarım A.Ş.",), person_names=("Şule Çelik",), phones=("+90 535 220 4471",)),
    "kwo": Secrets(company_names=("한빛정밀 주식회사",), person_names=("박지훈",), phones=("010-4471-2290",)),
    "kaw": Secrets(company_names=("川上工業株式会社",), person_names=("田中健一",)),
    "sul": Secrets(company_names=("شركة النخيل للتجارة",), person_names=("سامي الحداد",)),
    "mar": Secrets(company_names=("Martinelli Pompe S.r.l.",), person_names=("Giulia Ferrero",)),
    "kop": Secrets(company_names=("Zlatna Sekira d.o.o.",), person_names=("Borislav Keković",)),
    "sev": Secrets(company_names=("ООО Северная Звезда",), person_names=("Всеволод Тихомиров",)),
    "hel": Secrets(company_names=("Hellwald GmbH",), person_names=("Ulrike Steinmetz",)),
    "zha": Secrets(company_names=("厦门明峰光学有限公司",), person_names=("赵丽华",)),
    "ros": Secrets(company_names=("Rossi Ottica S.r.l.",), person_names=("Roberta Mancini",)),
    "alt": Secrets(company_names=("Altın Kalem Ltd. Şti.",), person_names=("Mehmet Akdoğan",)),
    "min2": Secrets(company_names=("민석테크 주식회사",), person_names=("김민석",)),
    "nag": Secrets(company_names=("Nagytó Kft.",), person_names=("Nagy Tóbiás",)),
    "tis": Secrets(company_names=("Tisovac d.o.o.",), person_names=("Milutin Gajić",)),
    "dun": Secrets(company_names=("Dunkeld Fine Tools Ltd",), person_names=("Fiona MacLeod",)),
    "bai": Secrets(company_names=("成都百合仪器有限公司",), person_names=("罗静怡",)),
    "orl": Secrets(company_names=("ООО Орлов Утёс",), person_names=("Жанна Щербинина",)),
    "mor2": Secrets(company_names=("Morski Povetarac d.o.o.",)),
    "gun": Secrets(company_names=("Güneşli Tarım A.Ş.",)),
    "sor": Secrets(person_names=("Sorin Petrescu",)),
    "ngu": Secrets(company_names=("Công ty Nguyễn Gia",)),
    "kru": Secrets(company_names=("Kruškovac d.o.o.",)),
    "pel": Secrets(person_names=("Étienne Pelletier",)),
    "xin": Secrets(company_names=("佛山新兰陶瓷有限公司",), person_names=("何志强",)),
    "ahr": Secrets(person_names=("Hannelore Ahrendt",)),
    "kal": Secrets(company_names=("ООО Калинов Ручей",)),
    "oli": Secrets(company_names=("Oliveira & Filhos Lda",)),
    "brz": Secrets(
        company_names=("Brzi Jelen d.o.o.",),
        person_names=("Ljubiša Grujičić",),
        website_hosts=("brzijelen.rs",),
        phones=("+381 66 905 1482",),
    ),
    "ash": Secrets(
        company_names=("Ashgrove Bearings Ltd",),
        person_names=("Philippa Thornbury",),
        website_hosts=("ashgrovebearings.co.uk",),
        phones=("+44 7455 318 206",),
    ),
    "shi": Secrets(company_names=("常州石榴纺织有限公司",), person_names=("孙晓峰",), phones=("152 9407 3618",)),
    "lis": Secrets(company_names=("ООО Хитрая Лиса",), person_names=("Ярослав Цветков",), phones=("+7 903 558 1947",)),
    "fis": Secrets(
        company_names=("Gümüş Balık Ltd. Şti.",), person_names=("Çağla Öztürk",), phones=("+90 541 337 2096",)
    ),
    "gre": Secrets(
        company_names=("Χρυσή Ελιά Α.Ε.",), person_names=("Γιώργος Παπαδάκης",), phones=("+30 694 512 7730",)
    ),
    "saq": Secrets(company_names=("شركة الصقر الأزرق",), person_names=("خالد المنصوري",), phones=("+971 50 418 2267",)),
    "heb": Secrets(company_names=("אלון ירוק בע״מ",), person_names=("יעל שפירא",), phones=("+972 54 630 1187",)),
    "jap": Secrets(company_names=("青山精工株式会社",), person_names=("鈴木美咲",), phones=("090-3317-4402",)),
    "gal": Secrets(company_names=("은하수산업 주식회사",), person_names=("이수진",), phones=("010-8826-3051",)),
    "klo": Secrets(
        company_names=("Złoty Kłos Sp. z o.o.",), person_names=("Małgorzata Wójcik",), phones=("+48 602 418 773",)
    ),
    "hol": Secrets(company_names=("Fehér Holló Kft.",), person_names=("Kovács Ágnes",), phones=("+36 30 418 7725",)),
    "che": Secrets(
        company_names=("Vieux Chêne SARL",), person_names=("Aurélie Dubois",), phones=("+33 6 41 85 20 37",)
    ),
    "nil": Secrets(company_names=("नीलकमल उद्योग",), person_names=("राजेश शर्मा",), phones=("+91 98204 41736",)),
    "vaz": Secrets(company_names=("შპს ოქროს ვაზი",), person_names=("გიორგი ბერიძე",)),
    "sen": Secrets(company_names=("Công ty Hoa Sen Vàng",), person_names=("Trần Minh Đức",)),
    "lel": Secrets(
        company_names=("ТОВ Білий Лелека",), person_names=("Оксана Ковальчук",), phones=("+380 67 512 7730",)
    ),
    "her": Secrets(
        company_names=("Heronsgate Castings Ltd",), person_names=("Beatrice Cordrey",), phones=("+44 161 496 3390",)
    ),
    "kof": Secrets(company_names=("ООО Журавлиная Роща",), person_names=("Тимофей Лукашевич",)),
    "val": Secrets(company_names=("Valjevska Kruna d.o.o.",), person_names=("Zdenka Radovanović",)),
    "hir": Secrets(company_names=("渡辺製作所",), person_names=("渡辺陽斗",)),
    "jou": Secrets(company_names=("Moulin Bleu SARL",), person_names=("Géraldine Poirier",)),
    "sun2": Secrets(company_names=("하늘가람 주식회사",), person_names=("박재현",), phones=("010-6833-2954",)),
    "gaz": Secrets(company_names=("ТОВ Зелений Гай",), person_names=("Богдан Шевчук",), phones=("+380 67 342 1890",)),
    "rud": Secrets(company_names=("Rudnik Bakra d.o.o.",)),
    "tou": Secrets(person_names=("Tülay Halilovski",)),
    "bay": Secrets(company_names=("Baytekin Ltd. Şti.",)),
    "nor2": Secrets(company_names=("Norra Lodjuret AB",), phones=("+46 70 284 0139",)),
    "mek": Secrets(person_names=("መኮንን ተሰማ",)),
    "lan": Secrets(
        company_names=("Langford Timber Ltd",), person_names=("Augusta Langford",), phones=("+44 7911 604 238",)
    ),
    "mir": Secrets(company_names=("Mirna Dolina d.o.o.",), person_names=("Željko Vukašinović",)),
    "qin": Secrets(company_names=("温州青龙光学有限公司",), person_names=("吴国强",), phones=("138 6607 3429",)),
    "hok": Secrets(person_names=("山本さくら",)),
    "bel": Secrets(company_names=("Biały Żubr Sp. z o.o.",), person_names=("Wojciech Szczepański",)),
    "ste3": Secrets(person_names=("Святослав Крижанівський",)),
    "cas": Secrets(company_names=("Piedra Negra S.L.",), person_names=("Joaquín Casanueva",)),
    "vol": Secrets(company_names=("ООО Волковский Завод",)),
    "ceg": Secrets(company_names=("Kékhegy Kft.",), person_names=("Szabó Bence",)),
    "bra": Secrets(
        company_names=("Brankovo Pčelinjak d.o.o.",), person_names=("Bojana Stefanović",), phones=("+381 69 274 8105",)
    ),
    "til": Secrets(
        company_names=("Tilworth Gears Ltd",), person_names=("Rosalind Abbot",), phones=("+44 7538 216 940",)
    ),
    "fen": Secrets(company_names=("嘉兴凤鸣电子有限公司",), person_names=("徐文静",), phones=("150 6837 2914",)),
    "ber": Secrets(company_names=("ООО Белый Медведь",), person_names=("Артём Лисицын",), phones=("+7 913 742 2265",)),
    "dog": Secrets(
        company_names=("Doğan Güneş Enerji A.Ş.",), person_names=("Selin Aksoy",), phones=("+90 537 604 1182",)
    ),
    "eis": Secrets(
        company_names=("Eisvogel Messtechnik GmbH",), person_names=("Annegret Lohmann",), phones=("+49 176 4420 9183",)
    ),
    "yam": Secrets(company_names=("富士見電機株式会社",), person_names=("中村さゆり",), phones=("080-2291-6604",)),
    "nur": Secrets(company_names=("شركة نور الواحة",), person_names=("ليلى الخطيب",), phones=("+966 55 302 7719",)),
    "fer": Secrets(company_names=("Ferro Alba S.r.l.",), person_names=("Lorenzo Baldini",)),
    "sok": Secrets(
        company_names=("Sokół Biały Sp. z o.o.",), person_names=("Agnieszka Mazur",), phones=("+48 511 274 903",)
    ),
    "pin": Secrets(company_names=("소나무전자 주식회사",), person_names=("최은지",), phones=("010-7725-3308",)),
    "ily": Secrets(company_names=("Ηλιαχτίδα Α.Ε.",), person_names=("Κατερίνα Σταμάτη",), phones=("+30 697 204 8813",)),
    "tig": Secrets(company_names=("टाइगर मशीन्स",), person_names=("सुनीता वर्मा",), phones=("+91 99203 65418",)),
    "dieu": Secrets(company_names=("Công ty Cánh Diều Xanh",), person_names=("Lê Thu Hà",)),
    "cob": Secrets(company_names=("Coburn Glass Ltd",), person_names=("Ashley Coburn",), phones=("+44 7820 914 503",)),
    "rav": Secrets(
        company_names=("Ravanica Stan d.o.o.",), person_names=("Zoran Ravanić",), phones=("+381 61 287 4519",)
    ),
    "lan2": Secrets(company_names=("常熟蓝岭玻璃有限公司",), person_names=("江美林",), phones=("152 0476 4018",)),
    "snd": Secrets(
        company_names=("ООО Снежная Гора",), person_names=("Снежана Долгова",), phones=("+7 906 417 38 02",)
    ),
    "cvet": Secrets(company_names=("Trešnjin Cvet d.o.o.", "Kirazçiçeği Ltd. Şti.")),
    "mur": Secrets(company_names=("Crna Roda d.o.o.",)),
    "tak": Secrets(company_names=("森永硝子株式会社",), person_names=("森永武",), phones=("090-5538-0167",)),
    "hae": Secrets(company_names=("햇빛반도체 주식회사",), person_names=("윤서준",), phones=("010-3650-9278",)),
    "ars": Secrets(company_names=("Արևիկ ՍՊԸ",)),
    "pen": Secrets(
        company_names=("Pendragon Textiles Ltd",),
        person_names=("Guinevere Owen", "Gwen Owen"),
        phones=("+44 7712 604 889",),
    ),
    "tka": Secrets(company_names=("Tkanina Morava d.o.o.",), phones=("+381 11 347 2906",)),
    "mlin": Secrets(company_names=("嘉善玉兰纺织有限公司",), person_names=("冯玉兰",), phones=("186 5027 4493",)),
    "sed": Secrets(person_names=("Лидия Седова",), phones=("+7 915 307 44 06",)),
    "ist": Secrets(company_names=("Filo Bianco S.r.l.",), person_names=("Stefano Bellini",)),
    "uve": Secrets(company_names=("Lindemann Webtechnik GmbH",), person_names=("Uwe Lindemann",)),
    "oka": Secrets(person_names=("岡本遥",), phones=("03-5420-7719",)),
    "sae": Secrets(phones=("02-7346-2085",)),
    "qua": Secrets(
        company_names=("Quarrington Cycles Ltd",),
        person_names=("Dorothea Quarrington",),
        website_hosts=("quarringtoncycles.co.uk",),
        phones=("+44 7399 820 461",),
    ),
    "pec": Secrets(
        company_names=("Pećinski Sir d.o.o.",),
        person_names=("Radmila Obradović",),
        website_hosts=("pecinskisir.rs",),
        phones=("+381 60 538 2174",),
    ),
    "tan": Secrets(company_names=("泉州海棠陶瓷有限公司",), person_names=("谭雨桐",), phones=("177 5903 8264",)),
    "yan": Secrets(
        company_names=("ООО Янтарный Берег",), person_names=("Глеб Ястребов",), phones=("+7 981 650 27 49",)
    ),
    "rab": Secrets(
        company_names=("Rabenstein Klavierbau GmbH",),
        person_names=("Friederike Rabenstein",),
        phones=("+49 151 6270 3348",),
    ),
    "ved": Secrets(
        company_names=("Vedetta Barche S.r.l.",), person_names=("Ludovica Sartori",), phones=("+39 347 915 2086",)
    ),
    "cor": Secrets(
        company_names=("Corcho Fino S.L.",), person_names=("Inmaculada Barrera",), phones=("+34 655 208 417",)
    ),
    "fon": Secrets(
        company_names=("Fonte Fria Termas Lda",), person_names=("Tiago Meireles",), phones=("+351 917 350 648",)
    ),
    "oga": Secrets(company_names=("小笠原竹工株式会社",), person_names=("小笠原葵",), phones=("070-8814-3925",)),
    "mae": Secrets(company_names=("매화화장품 주식회사",), person_names=("강하린",), phones=("010-5297-6413",)),
    "kpl": Secrets(
        company_names=("Kaplan Deri Sanayi A.Ş.",), person_names=("Umut Kaplanoğlu",), phones=("+90 544 917 3052",)
    ),
    "szr": Secrets(
        company_names=("Szary Bocian Meble Sp. z o.o.",),
        person_names=("Grażyna Pietrzak",),
        phones=("+48 693 150 827",),
    ),
    "pid": Secrets(company_names=("ТОВ Підкова",), person_names=("Мирослав Гнатюк",), phones=("+380 50 826 4197",)),
    "bag": Secrets(
        company_names=("Bagolyvár Játék Kft.",), person_names=("Tóth Levente",), phones=("+36 70 562 9148",)
    ),
    "gha": Secrets(company_names=("شركة الغزال الفضي",), person_names=("هدى العمري",), phones=("+971 52 736 4081",)),
    "pan": Secrets(company_names=("मोरपंख आयुर्वेद",), person_names=("अनन्या जोशी",), phones=("+91 97116 28405",)),
    "tre": Secrets(company_names=("Công ty Tre Ngà",), person_names=("Phạm Quốc Bảo",), phones=("+84 912 604 873",)),
    "pom": Secrets(
        company_names=("Pomme de Pin SAS",), person_names=("Corentin Le Goff",), phones=("+33 7 58 20 64 91",)
    ),
    "kel": Secrets(
        company_names=("Kelpworth Kayaks Ltd",), person_names=("Imogen Tredinnick",), phones=("+44 7481 937 205",)
    ),
    "dim": Secrets(
        company_names=("Crveni Dimnjak d.o.o.",),
        person_names=("Vojislav Ćetković",),
        website_hosts=("crvenidimnjak.rs",),
        phones=("+381 64 372 9158",),
    ),
    "lua": Secrets(company_names=("青岛鹿鸣乐器有限公司",), person_names=("韩朔",), phones=("185 6204 7739",)),
    "par": Secrets(
        company_names=("Parfumerie Vallombre SARL",), person_names=("Solène Aubertin",), phones=("+33 6 72 41 90 58",)
    ),
    "pav": Secrets(
        company_names=("ООО Тихая Гавань",), person_names=("Прохор Вершинин",), phones=("+7 924 618 30 72",)
    ),
    "lam": Secrets(
        company_names=("Lampioni Celesti S.r.l.",), person_names=("Ottavio Brusadin",), phones=("+39 338 507 6194",)
    ),
    "hag": Secrets(
        company_names=("Dornhag Aufzüge GmbH",), person_names=("Leopold Wiesinger",), phones=("+43 664 218 7390",)
    ),
    "cac": Secrets(
        company_names=("Cactus Rojo S.A. de C.V.",), person_names=("Ximena Ordaz",), phones=("+52 55 4817 2036",)
    ),
    "kou": Secrets(company_names=("千鳥蝋燭株式会社",), person_names=("北条玲奈",), phones=("080-6417-2958",)),
    "bom": Secrets(company_names=("봄바람조명 주식회사",), person_names=("서은호",), phones=("010-8842-1709",)),
    "yel": Secrets(
        company_names=("Yelken Kauçuk Ltd. Şti.",), person_names=("Defne Sarıkaya",), phones=("+90 533 281 6470",)
    ),
    "gwi": Secrets(
        company_names=("Gwiazda Polarna Sp. z o.o.",), person_names=("Kornelia Zając",), phones=("+48 728 415 906",)
    ),
    "sol": Secrets(
        company_names=("ТОВ Карпатська Сіль",), person_names=("Остап Вишневецький",), phones=("+380 67 941 2850",)
    ),
    "saf": Secrets(company_names=("شركة زعفران الفجر",), person_names=("ماجد الكعبي",), phones=("+971 55 614 2798",)),
    "gul": Secrets(company_names=("गुलमोहर प्रिंटर्स",), person_names=("विवेक नायर",), phones=("+91 88264 05917",)),
    "sen2": Secrets(company_names=("Công ty Cò Trắng",), person_names=("Vũ Hải Yến",), phones=("+84 903 751 468",)),
    "thi": Secrets(
        company_names=("Thistlewood Dryers Ltd",),
        person_names=("Malcolm Redfearn",),
        website_hosts=("thistlewood-dryers.co.uk",),
        phones=("+44 7568 203 419",),
    ),
    "kle": Secrets(
        company_names=("Plava Klepsidra d.o.o.",),
        person_names=("Jelena Marković",),
        website_hosts=("klepsidra.rs",),
        phones=("+381 63 291 7046",),
    ),
    "tao": Secrets(company_names=("合肥陶然食品机械有限公司",), person_names=("许志远",), phones=("133 9527 6081",)),
    "kam": Secrets(
        company_names=("ООО Каменный Ручей",), person_names=("Павел Дроздов",), phones=("+7 918 273 64 05",)
    ),
    "fuc": Secrets(
        company_names=("Fuchsbau Filtertechnik GmbH",),
        person_names=("Henrike Vogelsang",),
        phones=("+49 160 9384 172",),
    ),
    "sal": Secrets(
        company_names=("Salinas del Cabo S.L.",), person_names=("Rocío Montalbán",), phones=("+34 622 918 047",)
    ),
    "mer": Secrets(
        company_names=("Ateliers Merlebleu SARL",), person_names=("Bastien Charpentier",), phones=("+33 6 08 47 92 15",)
    ),
    "sca": Secrets(
        company_names=("Scarabeo Valvole S.r.l.",), person_names=("Federica Lombardi",), phones=("+39 320 864 1975",)
    ),
    "nar": Secrets(company_names=("Narçiçeği Gıda A.Ş.",), person_names=("Emre Kılıç",), phones=("+90 505 318 4792",)),
    "bur": Secrets(
        company_names=("Bursztynowa Łódź Sp. z o.o.",), person_names=("Paweł Sikora",), phones=("+48 660 317 284",)
    ),
    "hok2": Secrets(company_names=("北斗ポンプ株式会社",), person_names=("石川翔太",), phones=("070-2914-5583",)),
    "dal": Secrets(company_names=("달무리소재 주식회사",), person_names=("정다은",), phones=("010-4729-6185",)),
    "fan": Secrets(company_names=("شركة الفنار الذهبي",), person_names=("ياسر البكري",), phones=("+966 53 817 2046",)),
    "suj": Secrets(company_names=("सूरजमुखी ऑयल्स",), person_names=("दीपक मेहता",), phones=("+91 98675 40132",)),
    "sao": Secrets(
        company_names=("Công ty Sao Mai Đỏ",), person_names=("Nguyễn Quang Huy",), phones=("+84 936 418 275",)
    ),
    "ard": Secrets(
        company_names=("Ardósia Verde Lda",), person_names=("Catarina Figueiredo",), phones=("+351 936 210 874",)
    ),
    "kas": Secrets(
        company_names=("ТОВ Срібний Каштан",), person_names=("Ірина Мельник",), phones=("+380 63 294 8170",)
    ),
    "del": Secrets(
        company_names=("Γαλάζιος Δέλφιν Α.Ε.",), person_names=("Νίκος Αλεξίου",), phones=("+30 698 217 4036",)
    ),
    "cer": Secrets(
        company_names=("Cerbul Auriu S.R.L.",), person_names=("Andrei Munteanu",), phones=("+40 744 218 906",)
    ),
    "vlk": Secrets(
        company_names=("Modrý Vlk s.r.o.",), person_names=("Tereza Nováková",), phones=("+420 608 391 745",)
    ),
    "tul": Secrets(company_names=("De Rode Tulp B.V.",), person_names=("Sanne de Vries",), phones=("+31 6 2841 7039",)),
    "zme": Secrets(company_names=("Златен Змей ООД",), person_names=("Димитър Колев",), phones=("+359 88 724 1935",)),
    "gol": Secrets(company_names=("Ezüst Gólya Kft.",), person_names=("Horváth Zsófia",), phones=("+36 20 483 1975",)),
    "sep": Secrets(company_names=("شرکت سپیدار صنعت",), person_names=("مریم رضایی",), phones=("+98 912 483 7160",)),
    "mrp": Secrets(company_names=("PT Merpati Biru",), person_names=("Dewi Lestari",), phones=("+62 812 3947 5081",)),
    "dao": Secrets(company_names=("บริษัท ดาวเหนือ จำกัด",), person_names=("สมชาย วงศ์ดี",), phones=("+66 81 394 7206",)),
    "rim": Secrets(company_names=("רימון זהב בע״מ",), person_names=("דנה לוי",), phones=("+972 52 417 9063",)),
    "gar": Secrets(
        company_names=("Garstang Glasshouses Ltd", "Heatherdale Growing Ltd"),
        person_names=("Rowena Garstang",),
        phones=("+44 7592 613 408",),
    ),
    "sit": Secrets(company_names=("Sitnica Gajbe d.o.o.",), phones=("+381 69 415 7302",)),
    "zhu": Secrets(company_names=("安吉竹海灯饰有限公司",), person_names=("许潮",), phones=("139 6042 2857",)),
    "mol": Secrets(
        company_names=("ООО Белая Берёза",), person_names=("Агафья Молодцова",), phones=("+7 905 441 77 03",)
    ),
    "vet": Secrets(company_names=("Remi Braga S.r.l.",), person_names=("Ettore Braga",), phones=("+39 338 614 2905",)),
    "bre": Secrets(company_names=("Cal de Morón S.L.",), phones=("+34 655 302 417",)),
    "shio": Secrets(company_names=("塩野製塩株式会社",), phones=("090-7132-8456",)),
    "tur": Secrets(company_names=("Altın Arı Ltd. Şti.",), phones=("+90 535 412 0961",)),
    "lin": Secrets(
        company_names=("Lindenbee Hives Ltd",),
        person_names=("Rowena Castleton",),
        website_hosts=("lindenbee.co.uk",),
        phones=("+44 7402 968 314",),
    ),
    "pca": Secrets(
        company_names=("Pčelarska Kuća Bagrem d.o.o.",),
        person_names=("Miloš Trifunović",),
        phones=("+381 64 508 3927",),
    ),
    "fen2": Secrets(company_names=("宁海枫岚渔具有限公司",), person_names=("蒋若曦",), phones=("187 3046 9251",)),
    "tom": Secrets(
        company_names=("ООО Томилинский Фарфор",), person_names=("Агния Белозёрова",), phones=("+7 926 140 58 93",)
    ),
    "hau": Secrets(
        company_names=("Haubentaucher Optik GmbH",), person_names=("Reinhold Achterberg",), phones=("+49 152 7731 604",)
    ),
    "luc": Secrets(
        company_names=("Luciérnaga Juguetes S.A.",), person_names=("Nicanor Belmonte",), phones=("+34 611 739 205",)
    ),
    "sab": Secrets(
        company_names=("Sabotier & Fille SARL",), person_names=("Maëlle Kerouan",), phones=("+33 6 95 13 70 28",)
    ),
    "ven": Secrets(
        company_names=("Ventola Rossa S.r.l.",), person_names=("Ermanno Piccardi",), phones=("+39 351 604 8827",)
    ),
    "kum": Secrets(company_names=("Kumru Seramik A.Ş.",), person_names=("Hande Özbek",), phones=("+90 542 917 3308",)),
    "jes": Secrets(
        company_names=("Jesionowy Las Sp. z o.o.",), person_names=("Bożena Rutkowska",), phones=("+48 571 826 340",)
    ),
    "sas2": Secrets(company_names=("笹舟醸造株式会社",), person_names=("黒田蓮",), phones=("080-5613-9047",)),
    "non": Secrets(company_names=("논두렁농기계 주식회사",), person_names=("오세진",), phones=("010-9381-5520",)),
    "nak": Secrets(company_names=("شركة نخلة الرمال",), person_names=("سلمى الدوسري",), phones=("+971 56 208 7413",)),
    "kab": Secrets(company_names=("कबूतर टेक्सटाइल्स",), person_names=("मीना अग्रवाल",), phones=("+91 90045 61278",)),
    "dua": Secrets(company_names=("Công ty Dừa Nước",), person_names=("Hoàng Thị Lan",), phones=("+84 977 315 046",)),
    "azu": Secrets(
        company_names=("Azulejos Tejo Lda",), person_names=("Duarte Sampaio",), phones=("+351 961 408 275",)
    ),
    "stu": Secrets(
        company_names=("SC Stupina Veche SRL",), person_names=("Ileana Dobrescu",), phones=("+40 723 581 640",)
    ),
    "med": Secrets(
        company_names=("Medvědí Údolí s.r.o.",), person_names=("Vojtěch Kubát",), phones=("+420 731 508 226",)
    ),
    "kre": Secrets(
        company_names=("Krekel Fietsen B.V.",), person_names=("Joris van Dam",), phones=("+31 6 5173 8264",)
    ),
    "orf": Secrets(
        company_names=("Орфей Розово Масло ЕООД",), person_names=("Цветана Илиева",), phones=("+359 87 914 2603",)
    ),
    "ela": Secrets(
        company_names=("Ελαιώνας Κρήτης Α.Ε.",), person_names=("Μανώλης Βρεττός",), phones=("+30 693 581 7024",)
    ),
    "csd": Secrets(company_names=("Csendes Duna Kft.",), person_names=("Varga Emese",), phones=("+36 30 917 5482",)),
    "tra": Secrets(company_names=("Tranbär & Tall AB",), person_names=("Linnea Sjögren",), phones=("+46 73 518 2940",)),
    "kui": Secrets(company_names=("Kuikka Saunat Oy",), person_names=("Aino Lehtonen",), phones=("+358 40 731 5928",)),
}

# An ordinary text may hold digits like 1234567; a real number is not like that.
ORDINARY_WRITERS: Final = {
    name: replace(secrets, phones=("+381 63 804 2719", "137 2905 8146") if secrets.phones else ())
    for name, secrets in WRITERS.items()
}


def fresh_set(path: Path) -> Iterator[Smuggled]:
    return read_set(path, WRITERS)


def harmless() -> list[str]:
    return [line for path in (*HARMLESS, *HARMLESS_WITH_CUES) for line in path.read_text(encoding="utf-8").splitlines()]

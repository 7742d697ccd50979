"""Lists of exhibitors as organizers send them, made by code. Each says what should be understood of it."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

from openpyxl import Workbook

from bot.usecases.imports.headings import Column
from bot.usecases.imports.rows import ExhibitorRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`companies` are (name, country) in order; `skipped` is how many rows are said to be no company."""

    content: bytes
    companies: list[tuple[str, str]]
    skipped: int = 0
    columns: set[Column] = field(default_factory=set)
    default_country: str | None = None
    more: Callable[[list[ExhibitorRow]], bool] = lambda _: True


def book(fill: Callable[[Workbook], None]) -> bytes:
    workbook = Workbook()
    fill(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def english_with_logo_rows_and_total() -> Sheet:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.active
        sheet["A1"] = "Novi Sad Fair 2026"
        sheet["A2"] = "List of exhibitors, as of 1 March"
        for row, cells in enumerate(
            [
                ("Nr", "Exhibitor", "Country", "Stand No.", "Hall", "E-mail", "Phone"),
                (1, "Senzor d.o.o.", "Serbia", "A-12", "Hall 1", "ana@senzor.rs", 381641234567),
                (2, "Green Fields GmbH", "Germany", "A-13", "Hall 1", "info@greenfields.de", "+49 30 901820"),
                (None,) * 7,
                ("Total: 2", None, None, None, None, None, None),
            ],
            4,
        ):
            for place, value in enumerate(cells, 1):
                sheet.cell(row, place, value)

    return Sheet(
        content=book(fill),
        companies=[("Senzor d.o.o.", "RS"), ("Green Fields GmbH", "DE")],
        skipped=1,
        columns={Column.NAME, Column.COUNTRY, Column.BOOTH, Column.HALL, Column.EMAIL, Column.PHONE},
        more=lambda rows: rows[0].phones == ("+381641234567",) and rows[0].booth == "A-12",
    )


def chinese_in_gb18030() -> Sheet:
    text = (
        "序号,企业名称,国家,展位号,联系人,手机,主营产品\r\n"
        "1,浦东农业科技有限公司,中国,B01,李梅,13800138000,温室土壤湿度传感器\r\n"
        "2,诺维萨德传感器公司,塞尔维亚,B02,安娜,,传感器\r\n"
    )
    return Sheet(
        content=text.encode("gb18030"),
        companies=[("浦东农业科技有限公司", "CN"), ("诺维萨德传感器公司", "RS")],
        columns={Column.NAME, Column.COUNTRY, Column.BOOTH, Column.CONTACT, Column.PHONE, Column.OFFERS},
        more=lambda rows: rows[0].phones == ("+8613800138000",) and rows[0].offers == ("温室土壤湿度传感器",),
    )


def serbian_in_windows_1250_with_semicolons() -> Sheet:
    text = (
        "Redni broj;Naziv firme;Država;Grad;Štand;Veb sajt\n"
        "1;Šećerana Žabalj d.o.o.;Srbija;Žabalj;C-3;www.secerana.co.rs\n"
        "2;Đorđević i sinovi;Srbija;Čačak;C-4;\n"
    )
    return Sheet(
        content=text.encode("cp1250"),
        companies=[("Šećerana Žabalj d.o.o.", "RS"), ("Đorđević i sinovi", "RS")],
        columns={Column.NAME, Column.COUNTRY, Column.CITY, Column.BOOTH, Column.WEBSITE},
        more=lambda rows: rows[0].website == "https://www.secerana.co.rs",
    )


def cyrillic_in_windows_1251_with_tabs() -> Sheet:
    text = "Назив компаније\tДржава\tГрад\nАгро Војводина\tСрбија\tНови Сад\nСибирские датчики\tРусија\tТомск\n"
    return Sheet(
        content=text.encode("cp1251"),
        companies=[("Агро Војводина", "RS"), ("Сибирские датчики", "RU")],
        columns={Column.NAME, Column.COUNTRY, Column.CITY},
    )


def utf16_as_excel_saves_unicode_text() -> Sheet:
    text = "Company\tCountry\r\nPudong Agritech\tChina\r\nSenzor\tSerbia\r\n"
    return Sheet(content=text.encode("utf-16"), companies=[("Pudong Agritech", "CN"), ("Senzor", "RS")])


def utf16_without_its_mark() -> Sheet:
    text = "Company;Country\r\nPudong Agritech;China\r\n"
    return Sheet(content=text.encode("utf-16-le"), companies=[("Pudong Agritech", "CN")])


def merged_headings_over_two_lines() -> Sheet:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.active
        sheet.append(["Exhibitor", None, "Location", None, "Contact", None])
        sheet.append(["Company name", "Country", "Hall", "Booth", "Phone", "E-mail"])
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("C1:D1")
        sheet.merge_cells("E1:F1")
        sheet.append(["Senzor d.o.o.", "RS", "1", "12", "+381 64 1234567", "ana@senzor.rs"])
        sheet.append(["Pudong Agritech Co., Ltd.", "CN", "1", "14", "", "mei@pudong.com.cn"])

    return Sheet(
        content=book(fill),
        companies=[("Senzor d.o.o.", "RS"), ("Pudong Agritech Co., Ltd.", "CN")],
        columns={Column.NAME, Column.COUNTRY, Column.HALL, Column.BOOTH, Column.PHONE, Column.EMAIL},
    )


def halls_as_lines_between() -> Sheet:
    text = (
        "Company,Country,Booth\n"
        "HALL 1,,\n"
        "Senzor d.o.o.,Serbia,1\n"
        "HALL 2,,\n"
        "Pudong Agritech,China,1\n"
        "Company,Country,Booth\n"
        "Green Fields,Germany,2\n"
    )
    return Sheet(
        content=text.encode(),
        companies=[("Senzor d.o.o.", "RS"), ("Pudong Agritech", "CN"), ("Green Fields", "DE")],
        skipped=3,
        more=lambda rows: [row.hall for row in rows] == ["HALL 1", "HALL 2", "HALL 2"],
    )


def duplicates_spelt_differently() -> Sheet:
    text = "\ufeffNaziv;Zemlja\nSenzor d.o.o.;Srbija\nSENZOR DOO;Srbija\nСензор д.о.о.;Србија\nSenzor GmbH;Nemačka\n"
    return Sheet(
        content=text.encode(),
        companies=[("Senzor d.o.o.", "RS"), ("SENZOR DOO", "RS"), ("Сензор д.о.о.", "RS"), ("Senzor GmbH", "DE")],
    )


def columns_without_headings() -> Sheet:
    text = (
        "Exhibitor,,,\n"
        "Senzor,ana@senzor.rs,Serbia,https://senzor.rs\n"
        "Pudong Agritech,mei@pudong.com.cn,China,https://pudong.com.cn\n"
        "Green Fields,info@greenfields.de,Germany,https://greenfields.de\n"
    )
    return Sheet(
        content=text.encode(),
        companies=[("Senzor", "RS"), ("Pudong Agritech", "CN"), ("Green Fields", "DE")],
        columns={Column.NAME, Column.EMAIL, Column.COUNTRY, Column.WEBSITE},
    )


def misspelt_headings_in_another_order() -> Sheet:
    text = (
        "Tel|Cuntry|Comapny Name|Web site|Remarks\n|Serbia|Senzor|senzor.rs|vegetarian\n|China|Pudong|pudong.com.cn|\n"
    )
    return Sheet(
        content=text.encode(),
        companies=[("Senzor", "RS"), ("Pudong", "CN")],
        columns={Column.NAME, Column.COUNTRY, Column.WEBSITE, Column.PHONE},
    )


def country_only_by_domain_or_by_default() -> Sheet:
    text = (
        "Company,E-mail,Website\nSenzor,ana@senzor.rs,\nGreen Fields,,www.greenfields.de\nNobody Knows,x@gmail.com,\n"
    )
    return Sheet(
        content=text.encode(),
        companies=[("Senzor", "RS"), ("Green Fields", "DE"), ("Nobody Knows", "CN")],
        default_country="CN",
    )


def rows_that_are_nothing() -> Sheet:
    text = (
        "Company,Country,E-mail\n"
        ",Serbia,lost@senzor.rs\n"
        "---,Serbia,\n"
        "Atlantis Ltd,Atlantis,info@atlantis.com\n"
        ",,\n"
        "Senzor,Serbia,not an address\n"
    )
    return Sheet(
        content=text.encode(),
        companies=[("Senzor", "RS")],
        skipped=3,
        more=lambda rows: rows[0].email is None,
    )


def quoted_lines_within_cells_and_a_formula() -> Sheet:
    text = 'sep=;\nCompany;Country;Description\n"Senzor\nd.o.o.";Serbia;"=HYPERLINK(""http://evil"";""x"")"\n'
    return Sheet(content=text.encode(), companies=[("Senzor d.o.o.", "RS")])


def list_on_the_second_sheet() -> Sheet:
    def fill(workbook: Workbook) -> None:
        workbook.active.title = "Read me"
        workbook.active["A1"] = "Please look at the next sheet. Our company is glad to help."
        sheet = workbook.create_sheet("展商名单")
        sheet.append(["公司名称", "国家/地区", "展馆", "展位"])
        sheet.append(["浦东农业科技有限公司", "中国", "一号馆", "101"])
        hidden = workbook.create_sheet("old")
        hidden.append(["Company", "Country", "Hall", "Booth", "Phone", "City"])
        hidden.append(["Gone Ltd", "France", "9", "9", "", ""])
        hidden.sheet_state = "hidden"

    return Sheet(content=book(fill), companies=[("浦东农业科技有限公司", "CN")])


NASTY = [
    english_with_logo_rows_and_total,
    chinese_in_gb18030,
    serbian_in_windows_1250_with_semicolons,
    cyrillic_in_windows_1251_with_tabs,
    utf16_as_excel_saves_unicode_text,
    utf16_without_its_mark,
    merged_headings_over_two_lines,
    halls_as_lines_between,
    duplicates_spelt_differently,
    columns_without_headings,
    misspelt_headings_in_another_order,
    country_only_by_domain_or_by_default,
    rows_that_are_nothing,
    quoted_lines_within_cells_and_a_formula,
    list_on_the_second_sheet,
]

"""Updates the translation files from the sentences in the code: `make messages`.

python -m bot.i18n.catalog                 update the .po files from the code
python -m bot.i18n.catalog --check         fail if a translation is missing, obsolete, inconsistent or refused
python -m bot.i18n.catalog --merge FILE    also fill in the translations of a JSON file:
                                           {"Hello {name}": {"zh": "你好，{name}", "sr_Latn": "Zdravo, {name}"}};
                                           plurals by their singular, with a list of forms
"""

import argparse
import ast
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Formatter
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from bot.i18n.page_words import page_faults
from bot.i18n.translator import DOMAIN, catalog_path, read_catalog
from bot.i18n.wording import wording_faults

TRANSLATED: Final = ("zh", "sr_Latn")
SOURCES: Final = ("bot", "handlers")
ROOT: Final = Path(__file__).resolve().parents[2]
_KEYWORDS: Final = {"t": None, "mark": None, "n": (1, 2)}
_HEADER: Final = """\
# PartnerBridge in {locale}. Kept by `make messages`: write translations here, or merge them from JSON.
msgid ""
msgstr ""
"Language: {locale}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
# A translation of one message: a text, or one text for each plural form of the language.
Forms = str | Sequence[str]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.i18n.catalog", description="Update the translation files.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail if there is a problem")
    parser.add_argument("--merge", type=Path, metavar="FILE", help="JSON of {msgid: {locale: translation}}")
    chosen = parser.parse_args(arguments)
    template = extract(ROOT)
    merged = json.loads(chosen.merge.read_text("utf-8")) if chosen.merge else {}
    problems = [f"{chosen.merge}: not in the code: {msgid!r}" for msgid in merged if template.get(msgid) is None]
    problems += unseen(ROOT)
    for locale in TRANSLATED:
        path = catalog_path(locale)
        catalog = read_catalog(path, locale)
        if not chosen.check:
            known: dict[str, Forms] = {_key(message): message.string or "" for message in catalog if message.id}
            known |= {msgid: forms[locale] for msgid, forms in merged.items() if forms.get(locale)}
            catalog = _filled(template, locale, known)
            _write(path, to_po(catalog, locale))
        found = (*check(catalog, template), *_wording(catalog, locale), *page_faults(locale))
        problems += [f"{locale}: {problem}" for problem in found]
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    sys.stdout.write(f"{sum(bool(m.id) for m in template)} sentences, {len(problems)} problems\n")
    # An update succeeds even if translations are still missing.
    return int(bool(problems) and (chosen.check or chosen.merge is not None))


def extract(root: Path) -> Catalog:
    """Returns all sentences marked for translation in the source folders under `root`."""
    template = Catalog(domain=DOMAIN, fuzzy=False)
    for file, _line, msgid in sentences(root):
        template.add(msgid, None, [(file, 0)])
    return template


def sentences(root: Path = ROOT) -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    """Yields (file, line, msgid or its plural forms) of each sentence marked in the code, in the order of the code."""
    for folder in SOURCES:
        found = extract_from_dir(root / folder, method_map=[("**.py", "python")], keywords=_KEYWORDS)
        yield from ((f"{folder}/{file}", line, msgid) for file, line, msgid, _, _ in found)


def unseen(root: Path) -> Iterator[str]:
    """Yields places where a sentence is marked inside an f-string. Up to Python 3.11 the extractor cannot see these."""
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*.py")):
            for outer in ast.walk(ast.parse(path.read_bytes())):
                if isinstance(outer, ast.JoinedStr):
                    inside = (node for node in ast.walk(outer) if isinstance(node, ast.Call) and _marks_words(node))
                    lines = sorted({call.lineno for call in inside})
                    yield from (f"{path.relative_to(root)}:{line}: a sentence inside an f-string" for line in lines)


def _marks_words(call: ast.Call) -> bool:
    """Returns True for t("…"), False for t(LABELS[one]), whose sentences are marked elsewhere."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", None)
    return name in _KEYWORDS and any(isinstance(given, ast.Constant | ast.IfExp) for given in call.args[:1])


def check(catalog: Catalog, template: Catalog) -> Iterator[str]:
    """Yields the problems of a catalog compared with the template, one line each."""
    for message in template:
        if message.id:
            translated = catalog.get(_key(message))
            yield from _faults(message, (translated.string if translated else None) or "", catalog.num_plurals)
    for message in catalog:
        if message.id and template.get(_key(message)) is None:
            yield f"obsolete: {_key(message)!r}"


def _wording(catalog: Catalog, locale: str) -> Iterator[str]:
    for message in catalog:
        text = message.string or ""
        forms = [text] if isinstance(text, str) else text
        if message.id:
            yield from (f"{fault}: {form!r}" for form in forms for fault in wording_faults(locale, form))


def to_po(catalog: Catalog, locale: str) -> str:
    """Returns the text of a .po file: sorted, and without dates and locations, so that only sentences change it."""
    body = io.BytesIO()
    write_po(body, catalog, omit_header=True, sort_output=True, no_location=True, ignore_obsolete=True, width=0)
    return _HEADER.format(locale=locale, plurals=catalog.plural_forms) + body.getvalue().decode("utf-8").lstrip("\n")


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _filled(template: Catalog, locale: str, known: dict[str, Forms]) -> Catalog:
    """Returns the template's sentences with the known translations. Translations of similar sentences are not used."""
    catalog = Catalog(locale=locale, domain=DOMAIN, fuzzy=False)
    for message in template:
        if message.id:
            forms = known.get(_key(message))
            # A sentence that became a plural, or is no longer one, needs a new translation.
            fits = forms is not None and isinstance(forms, str) == isinstance(message.id, str)
            text = (forms if isinstance(forms, str) else tuple(forms)) if forms is not None and fits else None
            catalog.add(message.id, text)
    return catalog


def _faults(message: Message, translation: Forms, plurals: int) -> Iterator[str]:
    key = _key(message)
    forms = [translation] if isinstance(translation, str) else list(translation)
    if not all(forms):
        yield f"missing: {key!r}"
        return
    if not isinstance(message.id, str) and len(forms) != plurals:
        yield f"{len(forms)} forms instead of {plurals}: {key!r}"
    pattern = message.id if isinstance(message.id, str) else message.id[-1]
    for form in forms:
        if _placeholders(form) != _placeholders(pattern):
            yield f"other placeholders: {key!r} -> {form!r}"
        if _tags(form) != _tags(pattern):
            yield f"other HTML tags: {key!r} -> {form!r}"


def _placeholders(text: str) -> set[str] | None:
    """Returns the names in braces; None if str.format cannot parse the text."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def _tags(text: str) -> Counter[str]:
    return Counter(re.findall(r"</?[a-z][^<>]*>", text))


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        # Replaced in one step, so that a bot that starts meanwhile reads a complete file.
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".po.new")
        fresh.write_text(text, "utf-8")
        fresh.replace(path)


if __name__ == "__main__":
    sys.exit(main())

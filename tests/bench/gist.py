"""The gists of the sample's listings in every interface language, to be read; how many are empty; time for each."""

import argparse
import time
from collections.abc import Sequence

from bot.gist import gist_of
from bot.i18n.translator import translator_for
from bot.sample.reading import read_companies
from handlers.ui import gist_views
from storage.vocabulary import Language


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench gist", description=__doc__)
    parser.add_argument("--show", action="store_true", help="print the listings and their gists")
    show = parser.parse_args(argv).show
    listings = [
        (each.title, each.summary, company.language) for company in read_companies() for each in company.listing
    ]
    empty, begun = 0, time.perf_counter()
    for title, summary, language in listings:
        empty += gist_of(f"{title}. {summary}", language).is_empty
    took_ms = 1_000 * (time.perf_counter() - begun) / len(listings)
    for title, summary, language in listings if show else ():
        print(f"\n[{language}] {title}\n{summary}")
        for reader in (Language.EN, Language.ZH, Language.SR_LATN):
            lines = gist_views.of_message(translator_for(reader), f"{title}. {summary}", language)
            print("   ", " | ".join(lines[1:]) or "-")
    print(f"{len(listings)} listings, {empty} gists empty, {took_ms:.1f} ms each with the loading of the glossary")

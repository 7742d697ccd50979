"""Parses delimited text files: finds the delimiter, and handles unclosed quotation marks.

The csv module is not used. With one unclosed quotation mark it reads the rest of the file as one cell, and it refuses
long cells.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from bot.i18n.translator import mark
from bot.usecases.imports.encodings import decode
from bot.usecases.imports.tables import COLUMNS, MOST_LINES, Remark, Source, Table, make_row
from bot.usecases.imports.text_repairs import join_legal_forms, wide_spaces_as_tabs, without_entities, without_numbers

OPEN_QUOTE: Final = mark("a quotation mark is not closed; the line was read without it")
OTHER_ENCODING: Final = mark("this line is in another encoding than the rest; please check its letters")
_DELIMITERS: Final = ",;\t|^~"
_LONGEST: Final = 200  # lines of one quoted cell
_SAMPLE: Final = 40  # lines that determine the delimiter
_LINE_ENDS: Final = re.compile(r"\r\n|\r|\n")
_WHOLE_LINE: Final = re.compile(r'\s*"(?:[^"]|"")*"\s*')
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?[,;\t]*', re.IGNORECASE)


def read_delimited(content: bytes) -> Source:
    """Returns the only table of a text file. Raises UnreadableFileError for bytes that are no text."""
    decoded = decode(content)
    text = decoded.text.lstrip("\ufeff")
    lines = _without_outer_quotes(_LINE_ENDS.split(without_entities(text)))
    remarks = [Remark(row=number, why=OTHER_ENCODING, grave=False) for number in decoded.other_lines]
    start, delimiter = _delimiter(lines)
    if delimiter is None:
        lines, delimiter = wide_spaces_as_tabs(lines), "\t"
    numbers: list[int] = []
    texts: list[list[str]] = []
    for number, record, closed in _records(lines, start, delimiter):
        if not closed:
            remarks.append(Remark(row=number, why=OPEN_QUOTE, value=record[:80]))
        if not record.strip(f" \t\"'\x1a{delimiter}"):
            continue
        cells = split_cells(record, delimiter) if closed else record.replace('"', "").split(delimiter)
        numbers.append(number)
        texts.append(cells)
        if len(texts) > MOST_LINES:
            break
    if delimiter == ",":
        texts = join_legal_forms(texts)
    rows = [make_row(number, cells[:COLUMNS]) for number, cells in zip(numbers, without_numbers(texts), strict=True)]
    return Source(tables=[Table(name="", rows=rows)], remarks=tuple(remarks))


def _without_outer_quotes(lines: list[str]) -> list[str]:
    """Returns the lines without the quotation marks that some programs put around each whole line."""
    filled = [line for line in lines if line.strip()]
    if not filled or not any(each in filled[0] for each in _DELIMITERS):
        return lines
    if not all(_WHOLE_LINE.fullmatch(line) for line in filled):
        return lines
    return [line.strip()[1:-1].replace('""', '"') for line in lines]


def _delimiter(lines: Sequence[str]) -> tuple[int, str | None]:
    """Returns the index of the table's first line, and the delimiter; None if no line has one.

    Some programs name the delimiter in the first line. It is used if it separates anything.
    """
    said = next((_SEPARATOR_LINE.fullmatch(line.strip()) for line in lines[:1]), None)
    start = 1 if said or (lines and lines[0].strip().casefold() == "sep=") else 0
    sample = [line for line in lines[start : start + 4 * _SAMPLE] if line.strip()][:_SAMPLE]
    if said and sum(said.group(1) in line for line in sample) * 2 >= len(sample):
        return start, said.group(1)
    if not any(each in line for line in sample for each in _DELIMITERS):
        return start, None
    return start, max(_DELIMITERS, key=lambda each: _consistency(sample, each))


def _consistency(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """Returns the number of lines with the most frequent number of cells, weighted by that number."""
    counts: Counter[int] = Counter()
    line_count = 0
    for line in lines:
        if not line.strip(f' "{delimiter}'):
            continue
        line_count += 1
        counts[len(split_cells(line, delimiter)) if _is_closed(line, delimiter) else line.count(delimiter) + 1] += 1
    best = max(((n * (cells - 1) ** 0.5, cells) for cells, n in counts.items() if cells > 1), default=(0.0, 1))
    return best[0] / max(1, line_count), best[1]


def _records(lines: Sequence[str], start: int, delimiter: str) -> Iterator[tuple[int, str, bool]]:
    """Yields the number of the first line, the text, and True if its quotation marks are closed."""
    at = start
    width = 0
    while at < len(lines):
        line = lines[at]
        if '"' not in line or _is_closed(line, delimiter):
            width = max(width, min(line.count(delimiter), COLUMNS)) if width == 0 else width
            yield at + 1, line, True
            at += 1
            continue
        end = _end_of_quote(lines, at, delimiter, width)
        if end is None:
            yield at + 1, line, False
            at += 1
        else:
            yield at + 1, "\n".join(lines[at : end + 1]), True
            at = end + 1


def _end_of_quote(lines: Sequence[str], at: int, delimiter: str, width: int) -> int | None:
    """Returns the index of the line in which the quoted cell of line `at` ends.

    Returns None if it never ends, or only after lines that look like separate rows.
    """
    text, rows = lines[at], 0
    for end in range(at + 1, min(len(lines), at + _LONGEST)):
        text += "\n" + lines[end]
        if '"' in lines[end] and _is_closed(text, delimiter):
            between = end - at
            return None if rows * 2 >= between else end
        rows += width > 0 and lines[end].count(delimiter) == width
    return None


def _end_of_cell(text: str, at: int, delimiter: str) -> tuple[int, int] | None:
    """Returns where a quoted cell ends, and where the text after it goes on; None if it is not closed.

    A quotation mark without a delimiter after it is text. No regular expression: possessive ones match wrongly before
    Python 3.11.5, and others take exponential time.
    """
    while (quote := text.find('"', at)) >= 0:
        if text[quote + 1 : quote + 2] == '"':
            at = quote + 2
            continue
        after = quote + 1
        while text[after : after + 1] in {" ", "\t"} - {delimiter}:
            after += 1
        if after >= len(text) or text[after] == delimiter:
            return quote, after
        at = quote + 1
    return None


def _is_closed(text: str, delimiter: str) -> bool:
    at = 0
    while at <= len(text):
        start = _skip_spaces(text, at)
        if text[start : start + 1] == '"':
            found = _end_of_cell(text, start + 1, delimiter)
            if found is None:
                return False
            _, at = found
        at = text.find(delimiter, at)
        if at < 0:
            return True
        at += 1
    return True


def split_cells(text: str, delimiter: str) -> list[str]:
    """Returns the cells of a line whose quotation marks are closed."""
    if '"' not in text:
        return text.split(delimiter)
    cells, at = [], 0
    while True:
        start = _skip_spaces(text, at)
        found = _end_of_cell(text, start + 1, delimiter) if text[start : start + 1] == '"' else None
        if found is None:
            end = text.find(delimiter, at)
            cells.append(text[at : end if end >= 0 else len(text)])
        else:
            quote, after = found
            end = text.find(delimiter, after)
            cells.append(text[start + 1 : quote].replace('""', '"'))
        if end < 0:
            return cells
        at = end + 1


def _skip_spaces(text: str, at: int) -> int:
    while text[at : at + 1] == " ":
        at += 1
    return at

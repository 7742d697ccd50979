"""The mutants are Python, each differs from its file, and every kind of guard is among them."""

import ast

import pytest

from tests.guards.__main__ import argued
from tests.guards.mutants import DOMAINS, ROOT, files_of, mutants_of


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_mutant_is_python_and_differs(domain: str) -> None:
    mutants = [mutant for path in files_of(domain) for mutant in mutants_of(path)]
    assert len(mutants) > 20
    assert {"if", "or", "where", "limit"} <= {mutant.kind for mutant in mutants}
    for mutant in mutants[::25]:
        source = (ROOT / mutant.path).read_bytes()
        assert ast.dump(ast.parse(mutant.apply(source))) != ast.dump(ast.parse(source)), str(mutant)


def test_argued_mutants_exist() -> None:
    every = {mutant.key for domain in DOMAINS for path in files_of(domain) for mutant in mutants_of(path)}
    assert set(argued()) <= every

"""The measurements run to their end; what they find is no matter of tests."""

from doorstep.bench.table import as_json, bench, line


def test_every_operation_is_measured():
    figures = list(bench(300, imported=200))

    assert {figure.name for figure in figures} >= {
        "API list of 50",
        "API get",
        "API create",
        "HTML list, 50 rows",
        "API list, searched",
        "API list, custom field",
        "API timeline",
        "Page at any depth",
        "Timeline page, 300",
        "Search: a name",
        "Create, journaled",
        "Undo of 300 rows",
        "Import of leads",
    }
    assert all(figure.ours > 0 for figure in figures)
    assert "×" in line(figures[0])
    assert as_json(figures[0])["kept"] in (True, False)

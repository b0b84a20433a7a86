"""A plugin for pytest: writes the outcome of each test, by its node id, to the file that DORMANT_OUTCOMES names.

Where DORMANT_ONLY names a file with node ids, one in each line, only those tests run.
"""
import json
import os

WORST = {"passed": 0, "skipped": 1, "xfailed": 2, "xpassed": 3, "failed": 4, "error": 5}
found = {}


def note(node, outcome):
    if WORST[outcome] >= WORST.get(found.get(node, "passed"), 0):
        found[node] = outcome


def pytest_runtest_logreport(report):
    expected = hasattr(report, "wasxfail")
    if report.when == "call":
        if expected:
            note(report.nodeid, "xpassed" if report.passed else "xfailed")
        else:
            note(report.nodeid, report.outcome)
    elif report.failed:
        note(report.nodeid, "error")
    elif report.skipped:
        note(report.nodeid, "xfailed" if expected else "skipped")


def pytest_collectreport(report):
    if report.failed:
        note(report.nodeid, "error")


def pytest_collection_modifyitems(config, items):
    only = os.environ.get("DORMANT_ONLY")
    if only:
        with open(only, encoding="utf-8") as file:
            wanted = set(file.read().splitlines())
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in wanted])
        items[:] = [item for item in items if item.nodeid in wanted]


def pytest_sessionfinish(session):
    # A worker of pytest-xdist reports to its controller, which sees every report.
    if not hasattr(session.config, "workerinput"):
        with open(os.environ["DORMANT_OUTCOMES"], "w", encoding="utf-8") as file:
            json.dump(found, file)

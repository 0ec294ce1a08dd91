"""Gives each scenario a task hub, and reports as lines of JSON what pytest knows."""

import json
import os
import uuid
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from task_hub import TaskHub


@pytest.fixture(scope="session")
def stopping() -> Iterator[Executor]:
    """Stops what scenarios leave, and is waited for at the end."""
    with ThreadPoolExecutor(max_workers=32) as executor:
        yield executor


@pytest.fixture
def hub(stopping: Executor) -> Iterator[TaskHub]:
    """A task hub that no other scenario uses: nothing of theirs is run, found or purged here."""
    hub = TaskHub(os.environ["DTS_ENDPOINT"], f"python-{uuid.uuid4().hex}")
    yield hub
    hub.close(stopping)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--outcomes", type=Path, help="file that gets a line per scenario")


def pytest_collection_finish(session: pytest.Session) -> None:
    if session.config.option.collectonly:
        for item in session.items:
            write(session.config, {"name": name_of(item.nodeid)})


class Reporter:
    """Only the process that gathers the results of all others writes them down."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            failure = f"in its {report.when}: {report.longreprtext}"
            write(self.config, {"name": name_of(report.nodeid), "failure": failure})
        elif report.when == "call":
            write(self.config, {"name": name_of(report.nodeid)})


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Reporter(config))


def name_of(nodeid: str) -> str:
    """`test_purging.py::test_a_live_one_stays` is `purging: a live one stays`."""
    file, function = nodeid.split("::")
    return ": ".join(
        part.removesuffix(".py").removeprefix("test_").replace("_", " ")
        for part in (Path(file).name, function)
    )


def write(config: pytest.Config, outcome: dict[str, str]) -> None:
    if config.option.outcomes:
        with config.option.outcomes.open("a", encoding="utf-8") as file:
            file.write(json.dumps(outcome) + "\n")

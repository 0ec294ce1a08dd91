from durabletask import task
from durabletask.azuremanaged.client import DurableTaskSchedulerClient
from durabletask.worker import VersionFailureStrategy, VersioningOptions, VersionMatchStrategy

from task_hub import COMPLETED, FAILED, TaskHub

STRICT = VersionMatchStrategy.STRICT
OLDER = VersionMatchStrategy.CURRENT_OR_OLDER


def version(ctx: task.OrchestrationContext, _: None) -> str | None:
    return ctx.version


def versioned(match: VersionMatchStrategy, failure: VersionFailureStrategy) -> VersioningOptions:
    return VersioningOptions(version="2.0", match_strategy=match, failure_strategy=failure)


def test_a_strict_worker_fails_other_versions(hub: TaskHub) -> None:
    hub.work(version, versioning=versioned(STRICT, VersionFailureStrategy.FAIL))
    assert hub.run(version, version="2.0").get_output() == "2.0"
    other = hub.run(version, version="1.0")
    assert other.runtime_status == FAILED
    assert other.failure_details.error_type == "VersionMismatch"
    assert "does not match" in other.failure_details.message


def test_a_worker_that_takes_older_versions_fails_newer_ones(hub: TaskHub) -> None:
    hub.work(version, versioning=versioned(OLDER, VersionFailureStrategy.FAIL))
    results = [hub.run(version, version=one) for one in ("1.0", "2.0", "2.0.1")]
    assert [state.runtime_status for state in results] == [COMPLETED, COMPLETED, FAILED]
    assert "is greater than" in results[2].failure_details.message


def test_what_one_worker_rejects_another_may_take(hub: TaskHub) -> None:
    hub.work(version, versioning=versioned(STRICT, VersionFailureStrategy.REJECT))
    id = hub.start(version, version="3.0")
    assert hub.run(version, version="2.0").get_output() == "2.0"
    hub.work(version)
    assert hub.end_of(id).get_output() == "3.0"


def test_a_client_gives_its_default_version(hub: TaskHub) -> None:
    hub.work(version)
    with DurableTaskSchedulerClient(**hub.address, default_version="4.2") as client:
        by_default = client.schedule_new_orchestration(version)
        given = client.schedule_new_orchestration(version, version="1.0")
    assert [hub.end_of(id).get_output() for id in (by_default, given)] == ["4.2", "1.0"]
    assert hub.run(version).get_output() is None

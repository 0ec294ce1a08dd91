from datetime import timedelta

from durabletask import task
from durabletask.worker import VersioningOptions, VersionMatchStrategy

from task_hub import COMPLETED, FAILED, TaskHub

NOW = task.RetryPolicy(first_retry_interval=timedelta(seconds=0), max_number_of_attempts=3)


def describe(ctx: task.OrchestrationContext, value: object):
    return {"id": ctx.instance_id, "parent": ctx.parent_instance_id, "version": ctx.version}


def test_a_child_gives_its_result_to_its_parent(hub: TaskHub) -> None:
    def square(_ctx: task.OrchestrationContext, number: int) -> int:
        return number * number

    def parent(ctx: task.OrchestrationContext, number: int):
        results = yield task.when_all(
            [ctx.call_sub_orchestrator(square, input=n) for n in range(number)]
        )
        by_name = yield ctx.call_sub_orchestrator("square", input=number)
        return [*results, by_name]

    hub.work(parent, square)
    assert hub.run(parent, 5).get_output() == [0, 1, 4, 9, 16, 25]


def test_a_child_has_the_id_it_was_given_and_knows_its_parent(hub: TaskHub) -> None:
    def parent(ctx: task.OrchestrationContext, _: None):
        child = yield ctx.call_sub_orchestrator(describe, instance_id=f"{ctx.instance_id}-child")
        return child

    hub.work(parent, describe)
    state = hub.run(parent)
    child = hub.state_of(f"{state.instance_id}-child")
    assert state.get_output() == child.get_output()
    assert state.get_output()["parent"] == state.instance_id
    assert hub.run(describe).get_output()["parent"] is None


def test_children_have_children(hub: TaskHub) -> None:
    def countdown(ctx: task.OrchestrationContext, depth: int):
        if depth == 0:
            return []
        below = yield ctx.call_sub_orchestrator(countdown, input=depth - 1)
        return [depth, *below]

    hub.work(countdown)
    assert hub.run(countdown, 5).get_output() == [5, 4, 3, 2, 1]


def test_the_failure_of_a_child_reaches_its_parent(hub: TaskHub) -> None:
    def child(_ctx: task.OrchestrationContext, _: None) -> None:
        raise ValueError("child trouble")

    def parent(ctx: task.OrchestrationContext, catch: bool):
        try:
            yield ctx.call_sub_orchestrator(child)
        except task.TaskFailedError as error:
            if not catch:
                raise
            return [error.details.message, error.details.error_type]

    hub.work(parent, child)
    message, error_type = hub.run(parent, True).get_output()
    assert "child trouble" in message
    assert error_type.endswith("ValueError")
    uncaught = hub.run(parent, False)
    assert uncaught.runtime_status == FAILED
    assert "child trouble" in uncaught.failure_details.message


def test_a_retried_child_takes_the_place_of_the_failed_one(hub: TaskHub) -> None:
    attempts: list[str] = []

    def flaky(ctx: task.OrchestrationContext, _: None) -> int:
        attempts.append(ctx.instance_id)
        if len(attempts) < 3:
            raise RuntimeError("not yet")
        return len(attempts)

    def parent(ctx: task.OrchestrationContext, _: None):
        result = yield ctx.call_sub_orchestrator(
            flaky, instance_id=f"{ctx.instance_id}-child", retry_policy=NOW
        )
        return result

    hub.work(parent, flaky)
    state = hub.run(parent)
    assert state.get_output() == 3
    assert attempts == [f"{state.instance_id}-child"] * 3
    assert hub.state_of(f"{state.instance_id}-child").runtime_status == COMPLETED


def test_a_child_takes_the_place_of_a_finished_one_of_its_id(hub: TaskHub) -> None:
    def answer(_ctx: task.OrchestrationContext, value: int) -> int:
        return value

    def parent(ctx: task.OrchestrationContext, value: int):
        result = yield ctx.call_sub_orchestrator(answer, input=value, instance_id="child")
        return result

    hub.work(parent, answer)
    assert [hub.run(parent, value).get_output() for value in (1, 2)] == [1, 2]
    assert hub.state_of("child").get_input() == 2


def test_a_child_whose_id_is_taken_by_a_live_one_fails(hub: TaskHub) -> None:
    def waits(ctx: task.OrchestrationContext, _: None):
        yield ctx.wait_for_external_event("go")

    def parent(ctx: task.OrchestrationContext, taken: str):
        try:
            yield ctx.call_sub_orchestrator(waits, instance_id=taken)
        except task.TaskFailedError as error:
            return error.details.message

    hub.work(parent, waits)
    taken = hub.start(waits)
    assert "already exists" in hub.run(parent, taken).get_output()


def test_children_have_the_version_given_or_the_default_of_the_worker(hub: TaskHub) -> None:
    def parent(ctx: task.OrchestrationContext, _: None):
        given = yield ctx.call_sub_orchestrator(describe, version="7.1")
        default = yield ctx.call_sub_orchestrator(describe)
        return [given["version"], default["version"], ctx.version]

    any_version = VersioningOptions(
        default_version="2.0", match_strategy=VersionMatchStrategy.NONE
    )
    hub.work(parent, describe, versioning=any_version)
    assert hub.run(parent, version="1.0").get_output() == ["7.1", "2.0", "1.0"]

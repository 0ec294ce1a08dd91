from collections.abc import Mapping

from durabletask import task

from task_hub import COMPLETED, FAILED, TaskHub


class ShopError(Exception):
    pass


def sell(_: task.ActivityContext, _input: None) -> None:
    try:
        try:
            {}["shelf"]
        except KeyError as missing:
            raise ValueError("nothing on the shelf") from missing
    except ValueError as empty:
        raise ShopError("cannot sell") from empty


def call(ctx: task.OrchestrationContext, _: None):
    yield ctx.call_activity(sell)


def test_a_failed_activity_fails_its_orchestration_with_all_causes(hub: TaskHub) -> None:
    hub.work(call, activities=(sell,))
    state = hub.run(call)
    assert (state.runtime_status, state.serialized_output) == (FAILED, None)
    chain = []
    failure = state.failure_details
    while failure is not None:
        chain.append((failure.error_type.rsplit(".", 1)[-1], failure.message))
        failure = failure.inner_failure
    assert chain[0] == ("TaskFailedError", chain[0][1])
    assert "cannot sell" in chain[0][1]
    assert chain[1:] == [
        ("ShopError", "cannot sell"),
        ("ValueError", "nothing on the shelf"),
        ("KeyError", "'shelf'"),
    ]


def test_a_failure_has_its_stack_trace(hub: TaskHub) -> None:
    hub.work(call, activities=(sell,))
    failure = hub.run(call).failure_details
    assert failure.inner_failure is not None
    assert "in sell" in (failure.inner_failure.stack_trace or "")


def test_an_orchestrator_handles_a_failure_and_goes_on(hub: TaskHub) -> None:
    compensated: list[str] = []

    def compensate(_: task.ActivityContext, what: str) -> None:
        compensated.append(what)

    def careful(ctx: task.OrchestrationContext, _: None):
        try:
            yield ctx.call_activity(sell)
        except task.TaskFailedError as error:
            yield ctx.call_activity(compensate, input="refund")
            return error.details.is_caused_by(ShopError)

    hub.work(careful, activities=(sell, compensate))
    state = hub.run(careful)
    assert (state.runtime_status, state.get_output()) == (COMPLETED, True)
    assert state.failure_details is None
    assert compensated == ["refund"]


def test_one_failure_of_a_fan_out_waits_for_the_others(hub: TaskHub) -> None:
    def answer(_: task.ActivityContext, number: int) -> int:
        return number

    def mixed(ctx: task.OrchestrationContext, _: None):
        tasks = [ctx.call_activity(answer, input=1), ctx.call_activity(sell)]
        try:
            yield task.when_all(tasks)
        except task.TaskFailedError:
            return [one.is_complete for one in tasks]

    hub.work(mixed, activities=(answer, sell))
    assert hub.run(mixed).get_output() == [True, True]


class Properties:
    def get_exception_properties(self, exception: Exception) -> Mapping[str, object] | None:
        if not isinstance(exception, ShopError):
            return None
        return {"text": "a", "number": 1.5, "flag": True, "list": [1, None], "map": {"k": "v"}}


def test_properties_of_a_failure_come_through(hub: TaskHub) -> None:
    hub.work(call, activities=(sell,), exception_properties_provider=Properties())
    failure = hub.run(call).failure_details
    assert failure.inner_failure is not None
    assert failure.inner_failure.properties == {
        "text": "a",
        "number": 1.5,
        "flag": True,
        "list": [1, None],
        "map": {"k": "v"},
    }


def test_an_orchestrator_that_changes_its_mind_is_found_out(hub: TaskHub) -> None:
    turns: list[int] = []

    def first(_: task.ActivityContext, _input: None) -> None:
        pass

    def second(_: task.ActivityContext, _input: None) -> None:
        pass

    def fickle(ctx: task.OrchestrationContext, _: None):
        turns.append(1)
        yield ctx.call_activity(first if len(turns) == 1 else second)

    hub.work(fickle, activities=(first, second))
    state = hub.run(fickle)
    assert state.runtime_status == FAILED
    assert state.failure_details.is_caused_by(task.NonDeterminismError)

from durabletask import task

from task_hub import COMPLETED, FAILED, TaskHub


def double(_: task.ActivityContext, number: int) -> int:
    return number * 2


def echo(_: task.ActivityContext, value: object) -> object:
    return value


def test_a_chain_passes_each_result_to_the_next_activity(hub: TaskHub) -> None:
    def chain(ctx: task.OrchestrationContext, number: int):
        for _ in range(5):
            number = yield ctx.call_activity(double, input=number)
        return number

    hub.work(chain, activities=(double,))
    state = hub.run(chain, 1)
    assert (state.runtime_status, state.get_output()) == (COMPLETED, 32)
    assert (state.name, state.serialized_input) == ("chain", "1")
    assert state.serialized_custom_status is None


def test_a_fan_out_gathers_results_in_the_order_of_its_calls(hub: TaskHub) -> None:
    def fan_out(ctx: task.OrchestrationContext, count: int):
        results = yield task.when_all(
            [ctx.call_activity(double, input=number) for number in range(count)]
        )
        return results

    hub.work(fan_out, activities=(double,))
    assert hub.run(fan_out, 50).get_output() == [number * 2 for number in range(50)]


def test_the_first_of_several_tasks_decides(hub: TaskHub) -> None:
    def race(ctx: task.OrchestrationContext, _: None):
        never = ctx.wait_for_external_event("never")
        answer = ctx.call_activity(double, input=21)
        winner = yield task.when_any([never, answer])
        return [winner == answer, winner.get_result()]

    hub.work(race, activities=(double,))
    assert hub.run(race).get_output() == [True, 42]


def test_an_activity_knows_its_orchestration_and_its_task(hub: TaskHub) -> None:
    def who(ctx: task.ActivityContext, _: None) -> list[object]:
        return [ctx.orchestration_id, ctx.task_id]

    def ask(ctx: task.OrchestrationContext, _: None):
        first = yield ctx.call_activity(who)
        second = yield ctx.call_activity("who")
        return [first, second]

    hub.work(ask, activities=(who,))
    state = hub.run(ask)
    assert state.get_output() == [[state.instance_id, 1], [state.instance_id, 2]]


def test_values_come_back_as_they_went(hub: TaskHub) -> None:
    values = [0, False, "", None, [], {}, "ümlaut 'quote' \"double\" \n\u2028 😀", 2**53, -0.5]

    def pass_through(ctx: task.OrchestrationContext, values: list[object]):
        results = []
        for value in values:
            results.append((yield ctx.call_activity(echo, input=value)))
        return results

    hub.work(pass_through, activities=(echo,))
    assert hub.run(pass_through, values).get_output() == values


def test_an_orchestration_without_input_and_output_has_neither(hub: TaskHub) -> None:
    def nothing(_ctx: task.OrchestrationContext, _: None) -> None:
        return None

    hub.work(nothing)
    state = hub.run(nothing)
    assert state.runtime_status == COMPLETED
    assert state.serialized_input is None
    assert state.serialized_output is None
    assert state.failure_details is None


def test_falsy_outputs_are_outputs(hub: TaskHub) -> None:
    def give_back(_ctx: task.OrchestrationContext, value: object) -> object:
        return value

    hub.work(give_back)
    outputs = [hub.run(give_back, value).serialized_output for value in (0, False, "", [])]
    assert outputs == ["0", "false", '""', "[]"]


def test_a_custom_status_is_what_the_last_turn_set(hub: TaskHub) -> None:
    def tell(ctx: task.OrchestrationContext, _: None):
        ctx.set_custom_status({"step": 1})
        yield ctx.wait_for_external_event("go")
        ctx.set_custom_status("done")

    hub.work(tell)
    id = hub.start(tell)
    started = hub.client.wait_for_orchestration_start(id, fetch_payloads=True, timeout=30)
    assert started is not None and started.get_custom_status() == {"step": 1}
    hub.client.raise_orchestration_event(id, "go")
    assert hub.end_of(id).serialized_custom_status == '"done"'


def test_what_no_worker_has_fails_and_names_it(hub: TaskHub) -> None:
    def calls_missing(ctx: task.OrchestrationContext, _: None):
        yield ctx.call_activity("missing_activity")

    hub.work(calls_missing)
    by_activity = hub.run(calls_missing)
    by_orchestrator = hub.run("missing_orchestrator")
    assert (by_activity.runtime_status, by_orchestrator.runtime_status) == (FAILED, FAILED)
    assert "missing_activity" in by_activity.failure_details.message
    assert by_orchestrator.failure_details.is_caused_by("OrchestratorNotRegisteredError")


def test_deterministic_tools_give_the_same_on_every_replay(hub: TaskHub) -> None:
    seen: list[tuple[str, str, bool]] = []

    def deterministic(ctx: task.OrchestrationContext, _: None):
        seen.append((ctx.new_uuid(), ctx.current_utc_datetime.isoformat(), ctx.is_replaying))
        yield ctx.call_activity(double, input=1)
        yield ctx.call_activity(double, input=1)

    hub.work(deterministic, activities=(double,))
    assert hub.run(deterministic).runtime_status == COMPLETED
    assert len({(uuid, time) for uuid, time, _ in seen}) == 1
    assert [replaying for _, _, replaying in seen] == [False, True, True]

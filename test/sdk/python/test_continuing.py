from datetime import timedelta

from durabletask import task
from durabletask.history import ExecutionStartedEvent

from task_hub import COMPLETED, RUNNING, TaskHub, eventually


def test_each_generation_has_its_own_input_and_history(hub: TaskHub) -> None:
    def count(ctx: task.OrchestrationContext, number: int):
        yield ctx.create_timer(timedelta(0))
        if number < 5:
            ctx.continue_as_new(number + 1)
            return None
        return number

    hub.work(count)
    state = hub.run(count, 1, tags={"kept": "yes"})
    assert (state.runtime_status, state.get_output()) == (COMPLETED, 5)
    assert state.get_input() == 5
    events = hub.client.get_orchestration_history(state.instance_id)
    [started] = [event for event in events if isinstance(event, ExecutionStartedEvent)]
    assert (started.input, started.tags) == ("5", {"kept": "yes"})


def collect(ctx: task.OrchestrationContext, state: dict[str, object]):
    value = yield ctx.wait_for_external_event("item")
    items = [*state["items"], value]
    if len(items) == state["count"]:
        return items
    ctx.continue_as_new(state | {"items": items}, save_events=state["save"])


def test_events_that_wait_go_with_the_new_generation(hub: TaskHub) -> None:
    id = hub.start(collect, {"items": [], "count": 10, "save": True})
    for number in range(10):
        hub.client.raise_orchestration_event(id, "item", data=number)
    hub.work(collect)
    assert hub.end_of(id).get_output() == list(range(10))


def test_events_that_come_between_generations_are_kept(hub: TaskHub) -> None:
    hub.work(collect)
    id = hub.start(collect, {"items": [], "count": 20, "save": True})
    for number in range(20):
        hub.client.raise_orchestration_event(id, "item", data=number)
    assert hub.end_of(id).get_output() == list(range(20))


def test_events_that_wait_are_dropped_unless_saved(hub: TaskHub) -> None:
    id = hub.start(collect, {"items": [], "count": 2, "save": False})
    for number in range(3):
        hub.client.raise_orchestration_event(id, "item", data=number)
    hub.work(collect)
    eventually(lambda: hub.state_of(id).get_input()["items"] == [0])
    hub.client.raise_orchestration_event(id, "item", data="fresh")
    assert hub.end_of(id).get_output() == [0, "fresh"]


def test_the_instance_stays_running_and_keeps_its_creation(hub: TaskHub) -> None:
    hub.work(collect)
    id = hub.start(collect, {"items": [], "count": 2, "save": True})
    before = hub.client.wait_for_orchestration_start(id, timeout=30)
    hub.client.raise_orchestration_event(id, "item", data=1)
    eventually(lambda: hub.state_of(id).get_input()["items"] == [1])
    after = hub.state_of(id)
    assert after.runtime_status == RUNNING
    assert before is not None and after.created_at == before.created_at


def test_a_new_generation_may_have_a_new_version(hub: TaskHub) -> None:
    def upgrade(ctx: task.OrchestrationContext, seen: list[str]):
        yield ctx.create_timer(timedelta(0))
        if ctx.version == "2.0":
            return [*seen, ctx.version]
        ctx.continue_as_new([*seen, ctx.version], new_version="2.0")

    hub.work(upgrade)
    assert hub.run(upgrade, [], version="1.0").get_output() == ["1.0", "2.0"]


def test_a_child_that_continues_still_answers_its_parent(hub: TaskHub) -> None:
    def countdown(ctx: task.OrchestrationContext, number: int):
        yield ctx.create_timer(timedelta(0))
        if number > 0:
            ctx.continue_as_new(number - 1)
            return None
        return "lift-off"

    def parent(ctx: task.OrchestrationContext, number: int):
        result = yield ctx.call_sub_orchestrator(countdown, input=number)
        return result

    hub.work(parent, countdown)
    assert hub.run(parent, 3).get_output() == "lift-off"


def test_what_the_old_generation_waited_for_does_not_reach_the_new(hub: TaskHub) -> None:
    def impatient(ctx: task.OrchestrationContext, generation: int):
        timer = ctx.create_timer(timedelta(seconds=0.3 if generation == 1 else 1.0))
        if generation == 1:
            ctx.continue_as_new(2)
            return None
        start = ctx.current_utc_datetime
        yield timer
        return (ctx.current_utc_datetime - start).total_seconds()

    hub.work(impatient)
    assert hub.run(impatient, 1).get_output() >= 1.0

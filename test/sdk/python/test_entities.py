import time
from datetime import datetime, timedelta, timezone

from durabletask import task
from durabletask.entities import DurableEntity, EntityContext, EntityInstanceId

from task_hub import COMPLETED, FAILED, TaskHub, eventually, present

ONE = EntityInstanceId("counter", "one")


class Counter(DurableEntity):
    def add(self, amount: int) -> int:
        self.set_state(self.get_state(int, 0) + amount)
        return self.get_state(int, 0)

    def get(self, _: None) -> int:
        return self.get_state(int, 0)

    def fail_after(self, amount: int) -> None:
        self.add(amount)
        raise ValueError("no such operation today")


def log(ctx: EntityContext, entry: object) -> list[object]:
    entries = [*ctx.get_state(list, []), [ctx.operation, entry]]
    ctx.set_state(entries)
    return entries


def call(ctx: task.OrchestrationContext, request: list[object]):
    name, key, operation, value = request
    result = yield ctx.call_entity(EntityInstanceId(name, key), operation, value)
    return result


def value_of(hub: TaskHub, id: EntityInstanceId) -> object:
    entity = hub.client.get_entity(id)
    return None if entity is None else entity.get_typed_state()


def test_a_signal_changes_the_state_of_an_entity_class(hub: TaskHub) -> None:
    hub.work(entities=(Counter,))
    for amount in (1, 2, 3):
        hub.client.signal_entity(ONE, "add", amount)
    eventually(lambda: value_of(hub, ONE) == 6)
    entity = present(hub.client.get_entity(ONE))
    assert (entity.id, entity.get_locked_by(), entity.get_state(int)) == (ONE, None, 6)
    assert entity.last_modified <= datetime.now(timezone.utc)


def test_signals_of_one_sender_are_handled_in_their_order(hub: TaskHub) -> None:
    hub.work(entities=(log,))
    id = EntityInstanceId("log", "one")
    for number in range(20):
        hub.client.signal_entity(id, "note", number)
    eventually(lambda: len(value_of(hub, id) or []) == 20)
    assert value_of(hub, id) == [["note", number] for number in range(20)]


def test_a_call_gives_the_result_of_the_operation(hub: TaskHub) -> None:
    hub.work(call, entities=(Counter, log))
    assert hub.run(call, ["counter", "one", "add", 5]).get_output() == 5
    assert hub.run(call, ["counter", "one", "add", 2]).get_output() == 7
    assert hub.run(call, ["counter", "other", "get", None]).get_output() == 0
    assert hub.run(call, ["log", "one", "note", "x"]).get_output() == [["note", "x"]]


def test_names_do_not_depend_on_case_but_keys_do(hub: TaskHub) -> None:
    hub.work(call, entities=(Counter,))
    keys = ["key", "KEY", "a b/c", "ü 😀"]
    for amount, key in enumerate(keys, start=1):
        hub.run(call, ["CoUnTeR", key, "add", amount])
    assert [value_of(hub, EntityInstanceId("counter", key)) for key in keys] == [1, 2, 3, 4]


def test_a_failed_operation_changes_nothing_and_tells_its_caller(hub: TaskHub) -> None:
    def careful(ctx: task.OrchestrationContext, _: None):
        yield ctx.call_entity(ONE, "add", 1)
        try:
            yield ctx.call_entity(ONE, "fail_after", 10)
        except task.TaskFailedError as error:
            value = yield ctx.call_entity(ONE, "get")
            return [value, error.details.message]

    hub.work(careful, call, entities=(Counter,))
    value, message = hub.run(careful).get_output()
    assert value == 1
    assert "no such operation today" in message
    assert hub.run(call, ["counter", "one", "fail_after", 1]).runtime_status == FAILED
    assert value_of(hub, ONE) == 1


def test_an_entity_that_no_worker_has_fails_its_caller(hub: TaskHub) -> None:
    hub.work(call)
    state = hub.run(call, ["missing", "one", "add", 1])
    assert state.runtime_status == FAILED
    assert "missing" in state.failure_details.message


def test_an_orchestration_signals_an_entity_and_goes_on(hub: TaskHub) -> None:
    def tell(ctx: task.OrchestrationContext, amounts: list[int]) -> str:
        for amount in amounts:
            ctx.signal_entity(ONE, "add", amount)
        return "told"

    hub.work(tell, entities=(Counter,))
    state = hub.run(tell, [1, 2, 3])
    assert (state.runtime_status, state.get_output()) == (COMPLETED, "told")
    eventually(lambda: value_of(hub, ONE) == 6)


class Forwarder(DurableEntity):
    def forward(self, amount: int) -> None:
        self.signal_entity(ONE, "add", amount)

    def forward_later(self, amount: int) -> None:
        later = datetime.now(timezone.utc) + timedelta(seconds=0.5)
        self.signal_entity(ONE, "add", amount, signal_time=later)

    def begin(self, id: str) -> str:
        return self.schedule_new_orchestration("call", ["counter", "one", "add", 7], id)


def test_an_entity_signals_another(hub: TaskHub) -> None:
    hub.work(entities=(Counter, Forwarder))
    hub.client.signal_entity(EntityInstanceId("forwarder", "f"), "forward", 3)
    eventually(lambda: value_of(hub, ONE) == 3)


def test_an_entity_starts_an_orchestration(hub: TaskHub) -> None:
    hub.work(call, entities=(Counter, Forwarder))
    started = hub.run(call, ["forwarder", "f", "begin", "by-entity"]).get_output()
    assert started == "by-entity"
    assert hub.end_of("by-entity").get_output() == 7


def test_a_scheduled_signal_waits_for_its_time(hub: TaskHub) -> None:
    hub.work(entities=(Counter,))
    due = datetime.now(timezone.utc) + timedelta(seconds=0.7)
    hub.client.signal_entity(ONE, "add", 1, signal_time=due)
    hub.client.signal_entity(ONE, "add", 10)
    eventually(lambda: value_of(hub, ONE) == 10)
    eventually(lambda: value_of(hub, ONE) == 11)
    assert present(hub.client.get_entity(ONE)).last_modified >= due


def test_orchestrations_and_entities_schedule_signals_too(hub: TaskHub) -> None:
    def tell_later(ctx: task.OrchestrationContext, _: None):
        ctx.signal_entity(ONE, "add", 1, ctx.current_utc_datetime + timedelta(seconds=0.5))
        yield ctx.call_entity(EntityInstanceId("forwarder", "f"), "forward_later", 10)

    hub.work(tell_later, entities=(Counter, Forwarder))
    start = time.monotonic()
    hub.run(tell_later)
    eventually(lambda: value_of(hub, ONE) == 11)
    assert time.monotonic() - start >= 0.4


def test_a_deleted_entity_is_gone_and_can_come_back(hub: TaskHub) -> None:
    hub.work(call, entities=(Counter,))
    hub.run(call, ["counter", "one", "add", 5])
    hub.run(call, ["counter", "one", "delete", None])
    assert hub.client.get_entity(ONE) is None
    assert hub.run(call, ["counter", "one", "add", 1]).get_output() == 1


def test_calls_of_many_orchestrations_lose_no_update(hub: TaskHub) -> None:
    def add_often(ctx: task.OrchestrationContext, count: int):
        yield task.when_all([ctx.call_entity(ONE, "add", 1) for _ in range(count)])

    hub.work(add_often, entities=(Counter,))
    for id in [hub.start(add_often, 10) for _ in range(10)]:
        assert hub.end_of(id).runtime_status == COMPLETED
    assert value_of(hub, ONE) == 100


def test_an_entity_of_an_unknown_id_is_absent(hub: TaskHub) -> None:
    assert hub.client.get_entity(EntityInstanceId("counter", "nobody")) is None

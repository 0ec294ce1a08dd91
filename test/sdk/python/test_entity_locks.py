from datetime import timedelta

from durabletask import task
from durabletask.entities import DurableEntity, EntityInstanceId

from task_hub import COMPLETED, FAILED, RUNNING, TERMINATED, TaskHub, eventually, present

A = EntityInstanceId("account", "a")
B = EntityInstanceId("account", "b")


class Account(DurableEntity):
    def add(self, amount: int) -> int:
        self.set_state(self.get_state(int, 0) + amount)
        return self.get_state(int, 0)

    def fail(self, _: None) -> None:
        raise ValueError("the account is closed")


def balance(hub: TaskHub, id: EntityInstanceId) -> object:
    entity = hub.client.get_entity(id)
    return None if entity is None else entity.get_typed_state()


def hold(ctx: task.OrchestrationContext, ending: str):
    """Locks A until it is told to go, and then ends in the way named."""
    lock = yield ctx.lock_entities([A])
    yield ctx.call_entity(A, "add", 1)
    ctx.set_custom_status("holding")
    yield ctx.wait_for_external_event("go")
    if ending == "releases":
        with lock:
            yield ctx.call_entity(A, "add", 1)
    if ending == "fails":
        raise RuntimeError("while holding a lock")
    if ending == "continues":
        ctx.continue_as_new("ends")


def take(ctx: task.OrchestrationContext, amount: int):
    with (yield ctx.lock_entities([A])):
        result = yield ctx.call_entity(A, "add", amount)
    return result


def holding(hub: TaskHub, ending: str) -> str:
    id = hub.start(hold, ending)
    eventually(lambda: hub.state_of(id).get_custom_status() == "holding")
    return id


def test_a_lock_keeps_signals_and_other_orchestrations_out(hub: TaskHub) -> None:
    hub.work(hold, take, entities=(Account,))
    owner = holding(hub, "releases")
    hub.client.signal_entity(A, "add", 100)
    other = hub.start(take, 1000)
    hub.until(other, RUNNING)
    assert balance(hub, A) == 1
    hub.client.raise_orchestration_event(owner, "go")
    assert hub.end_of(owner).runtime_status == COMPLETED
    assert hub.end_of(other).get_output() == 1102


def test_a_lock_shows_its_owner_until_it_is_released(hub: TaskHub) -> None:
    hub.work(hold, entities=(Account,))
    id = holding(hub, "releases")
    # The SDK's own reader takes the owner for an entity and refuses an orchestration's id.
    assert present(hub.client.get_entity(A))._locked_by == id
    hub.client.raise_orchestration_event(id, "go")
    hub.end_of(id)
    assert present(hub.client.get_entity(A)).get_locked_by() is None


def test_a_lock_ends_with_an_owner_that_fails(hub: TaskHub) -> None:
    hub.work(hold, take, entities=(Account,))
    owner = holding(hub, "fails")
    hub.client.raise_orchestration_event(owner, "go")
    assert hub.end_of(owner).runtime_status == FAILED
    assert hub.run(take, 1).get_output() == 2


def test_a_lock_ends_with_an_owner_that_forgets_it(hub: TaskHub) -> None:
    hub.work(hold, take, entities=(Account,))
    owner = holding(hub, "forgets")
    hub.client.raise_orchestration_event(owner, "go")
    assert hub.end_of(owner).runtime_status == COMPLETED
    assert hub.run(take, 1).get_output() == 2


def test_a_lock_ends_with_an_owner_that_is_terminated(hub: TaskHub) -> None:
    hub.work(hold, take, entities=(Account,))
    owner = holding(hub, "releases")
    hub.client.terminate_orchestration(owner)
    assert hub.end_of(owner).runtime_status == TERMINATED
    assert hub.run(take, 1).get_output() == 2


def test_a_lock_ends_with_the_generation_that_took_it(hub: TaskHub) -> None:
    hub.work(hold, take, entities=(Account,))
    owner = holding(hub, "continues")
    hub.client.raise_orchestration_event(owner, "go")
    eventually(lambda: balance(hub, A) == 2)
    eventually(lambda: hub.state_of(owner).get_custom_status() == "holding")
    hub.client.raise_orchestration_event(owner, "go")
    assert hub.end_of(owner).runtime_status == COMPLETED
    assert hub.run(take, 1).get_output() == 3


def test_a_failed_call_leaves_the_lock_to_its_owner(hub: TaskHub) -> None:
    def stubborn(ctx: task.OrchestrationContext, _: None):
        failures = 0
        with (yield ctx.lock_entities([A])):
            for _attempt in range(2):
                try:
                    yield ctx.call_entity(A, "fail")
                except task.TaskFailedError:
                    failures += 1
            result = yield ctx.call_entity(A, "add", 1)
        return [failures, result]

    hub.work(stubborn, entities=(Account,))
    assert hub.run(stubborn).get_output() == [2, 1]


def test_transfers_in_both_directions_neither_block_nor_lose_money(hub: TaskHub) -> None:
    def transfer(ctx: task.OrchestrationContext, request: list[object]):
        source, target, amount = request
        ids = [EntityInstanceId("account", source), EntityInstanceId("account", target)]
        with (yield ctx.lock_entities(ids)):
            left = yield ctx.call_entity(ids[0], "add", -amount)
            yield ctx.create_timer(timedelta(0))
            yield ctx.call_entity(ids[1], "add", amount)
        return left

    hub.work(transfer, entities=(Account,))
    requests = [["a", "b", 1], ["b", "a", 10], ["a", "c", 100], ["c", "b", 1000]] * 4
    for id in [hub.start(transfer, request) for request in requests]:
        assert hub.end_of(id).runtime_status == COMPLETED
    c = EntityInstanceId("account", "c")
    assert [balance(hub, id) for id in (A, B, c)] == [-364, 3964, -3600]


def test_the_locks_of_one_orchestration_are_taken_one_after_another(hub: TaskHub) -> None:
    def again(ctx: task.OrchestrationContext, times: int):
        for _ in range(times):
            with (yield ctx.lock_entities([A, B])):
                yield ctx.call_entity(A, "add", 1)
            yield ctx.call_entity(B, "add", 1)

    hub.work(again, entities=(Account,))
    hub.run(again, 3)
    assert (balance(hub, A), balance(hub, B)) == (3, 3)

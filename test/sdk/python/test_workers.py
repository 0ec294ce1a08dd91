import threading
import time
from datetime import timedelta

from durabletask import task
from durabletask.grpc_options import GrpcWorkerResiliencyOptions
from durabletask.worker import ConcurrencyOptions

from cut_connection import CutConnection
from task_hub import COMPLETED, RUNNING, TaskHub


def wait(ctx: task.OrchestrationContext, names: list[str]):
    for name in names:
        yield ctx.wait_for_external_event(name)
    return "done"


def test_work_waits_for_a_worker(hub: TaskHub) -> None:
    ids = [hub.start(wait, []) for _ in range(5)]
    hub.work(wait)
    assert [hub.end_of(id).get_output() for id in ids] == ["done"] * 5


def test_another_worker_goes_on_where_one_stopped(hub: TaskHub) -> None:
    first = hub.work(wait)
    id = hub.start(wait, ["a", "b"])
    hub.client.raise_orchestration_event(id, "a")
    hub.until(id, RUNNING)
    first.stop()
    hub.client.raise_orchestration_event(id, "b")
    hub.work(wait)
    assert hub.end_of(id).get_output() == "done"


def test_a_worker_that_stopped_can_start_again(hub: TaskHub) -> None:
    worker = hub.work(wait)
    assert hub.run(wait, []).runtime_status == COMPLETED
    worker.stop()
    id = hub.start(wait, [])
    worker.start()
    assert hub.end_of(id).runtime_status == COMPLETED


def test_a_worker_that_loses_its_connection_comes_back(hub: TaskHub) -> None:
    quick = GrpcWorkerResiliencyOptions(
        reconnect_backoff_base_seconds=0.05, reconnect_backoff_cap_seconds=0.1
    )
    with CutConnection(hub.endpoint) as connection:
        hub.work(wait, host_address=connection.address, resiliency_options=quick)
        id = hub.start(wait, ["a", "b", "c"])
        for name in ("a", "b", "c"):
            hub.until(id, RUNNING)
            connection.cut()
            hub.client.raise_orchestration_event(id, name)
        assert hub.end_of(id).get_output() == "done"


def test_work_of_a_lost_worker_is_given_to_another(hub: TaskHub) -> None:
    begun = threading.Event()
    found = threading.Event()

    def work(_: task.ActivityContext, _input: None) -> str:
        if begun.is_set():
            return "by another"
        begun.set()
        found.wait(30)
        return "by the lost one"

    def call(ctx: task.OrchestrationContext, _: None):
        result = yield ctx.call_activity(work)
        return result

    with CutConnection(hub.endpoint) as connection:
        hub.work(call, activities=(work,), host_address=connection.address)
        id = hub.start(call)
        assert begun.wait(30)
        connection.refuse()
        hub.work(call, activities=(work,))
        assert hub.end_of(id).get_output() == "by another"
    found.set()


def test_a_worker_is_given_no_more_activities_than_it_takes_at_once(hub: TaskHub) -> None:
    gauge = Gauge()

    def busy(_: task.ActivityContext, _input: None) -> None:
        with gauge:
            time.sleep(0.05)

    def fan_out(ctx: task.OrchestrationContext, count: int):
        yield task.when_all([ctx.call_activity(busy) for _ in range(count)])

    two = ConcurrencyOptions(maximum_concurrent_activity_work_items=2)
    hub.work(fan_out, activities=(busy,), concurrency_options=two)
    assert hub.run(fan_out, 10).runtime_status == COMPLETED
    assert gauge.most == 2


class Gauge:
    """How many threads were inside at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.lock = threading.Lock()

    def __enter__(self) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def __exit__(self, *_: object) -> None:
        with self.lock:
            self.now -= 1


def test_what_one_worker_has_no_room_for_goes_to_another(hub: TaskHub) -> None:
    both = threading.Barrier(2, timeout=20)

    def meet(_: task.ActivityContext, _input: None) -> None:
        both.wait()

    def fan_out(ctx: task.OrchestrationContext, _: None):
        yield task.when_all([ctx.call_activity(meet), ctx.call_activity(meet)])

    single = ConcurrencyOptions(maximum_concurrent_activity_work_items=1)
    for _ in range(2):
        hub.work(fan_out, activities=(meet,), concurrency_options=single)
    assert hub.run(fan_out).runtime_status == COMPLETED


def test_an_orchestration_is_in_one_workers_hands_at_a_time(hub: TaskHub) -> None:
    gauge = Gauge()

    def watched(ctx: task.OrchestrationContext, count: int):
        with gauge:
            time.sleep(0.01)
        for _ in range(count):
            yield ctx.wait_for_external_event("go")

    for _ in range(3):
        hub.work(watched)
    id = hub.start(watched, 20)
    for _ in range(20):
        hub.client.raise_orchestration_event(id, "go")
    assert hub.end_of(id).runtime_status == COMPLETED
    assert gauge.most == 1


def test_a_waiting_orchestration_costs_its_worker_nothing(hub: TaskHub) -> None:
    turns: list[int] = []

    def sleep(ctx: task.OrchestrationContext, _: None):
        turns.append(1)
        yield ctx.create_timer(timedelta(seconds=0.5))

    hub.work(sleep)
    assert hub.run(sleep).runtime_status == COMPLETED
    assert len(turns) == 2


def test_a_hundred_orchestrations_at_once_all_complete(hub: TaskHub) -> None:
    def double(_: task.ActivityContext, number: int) -> int:
        return number * 2

    def chain(ctx: task.OrchestrationContext, number: int):
        for _ in range(3):
            number = yield ctx.call_activity(double, input=number)
        return number

    hub.work(chain, activities=(double,))
    ids = [hub.start(chain, number) for number in range(100)]
    assert [hub.end_of(id).get_output() for id in ids] == [number * 8 for number in range(100)]

from datetime import datetime, timedelta, timezone

from durabletask import task

from task_hub import COMPLETED, TaskHub


def receive(ctx: task.OrchestrationContext, names: list[str]):
    values = []
    for name in names:
        values.append((yield ctx.wait_for_external_event(name)))
    return values


def test_a_timer_fires_after_its_delay_and_not_before(hub: TaskHub) -> None:
    def sleep(ctx: task.OrchestrationContext, seconds: float):
        start = ctx.current_utc_datetime
        yield ctx.create_timer(timedelta(seconds=seconds))
        return (ctx.current_utc_datetime - start).total_seconds()

    hub.work(sleep)
    state = hub.run(sleep, 0.7)
    assert 0.7 <= state.get_output() < 5
    assert state.last_updated_at - state.created_at >= timedelta(seconds=0.7)


def test_a_timer_of_a_past_moment_fires_at_once(hub: TaskHub) -> None:
    def late(ctx: task.OrchestrationContext, _: None):
        yield ctx.create_timer(datetime.now(timezone.utc) - timedelta(hours=1))
        return "fired"

    hub.work(late)
    assert hub.run(late).get_output() == "fired"


def test_timers_fire_in_the_order_of_their_moments(hub: TaskHub) -> None:
    def ordered(ctx: task.OrchestrationContext, delays: list[float]):
        pending = {delay: ctx.create_timer(timedelta(seconds=delay)) for delay in delays}
        fired = []
        while pending:
            winner = yield task.when_any(list(pending.values()))
            delay = next(delay for delay, timer in pending.items() if timer is winner)
            del pending[delay]
            fired.append(delay)
        return fired

    hub.work(ordered)
    assert hub.run(ordered, [0.6, 0.2, 0.4]).get_output() == [0.2, 0.4, 0.6]


def test_events_of_one_name_arrive_in_the_order_they_were_raised(hub: TaskHub) -> None:
    hub.work(receive)
    id = hub.start(receive, ["item"] * 10)
    for number in range(10):
        hub.client.raise_orchestration_event(id, "item", data=number)
    assert hub.end_of(id).get_output() == list(range(10))


def test_events_raised_before_the_first_turn_are_kept(hub: TaskHub) -> None:
    id = hub.start(receive, ["b", "a"])
    hub.client.raise_orchestration_event(id, "a", data=1)
    hub.client.raise_orchestration_event(id, "b", data=2)
    hub.work(receive)
    assert hub.end_of(id).get_output() == [2, 1]


def test_event_names_do_not_depend_on_case(hub: TaskHub) -> None:
    hub.work(receive)
    id = hub.start(receive, ["Approval"])
    hub.client.raise_orchestration_event(id, "APPROVAL", data={"by": "me"})
    assert hub.end_of(id).get_output() == [{"by": "me"}]


def test_an_event_may_come_without_data(hub: TaskHub) -> None:
    hub.work(receive)
    id = hub.start(receive, ["go"])
    hub.client.raise_orchestration_event(id, "go")
    assert hub.end_of(id).get_output() == [None]


def wait_or_give_up(ctx: task.OrchestrationContext, seconds: float):
    event = ctx.wait_for_external_event("answer")
    timeout = ctx.create_timer(timedelta(seconds=seconds))
    winner = yield task.when_any([event, timeout])
    if winner == timeout:
        return "gave up"
    timeout.cancel()
    return event.get_result()


def test_a_timeout_ends_the_wait_for_an_event(hub: TaskHub) -> None:
    hub.work(wait_or_give_up)
    assert hub.run(wait_or_give_up, 0.3).get_output() == "gave up"


def test_an_event_ends_the_wait_for_a_timeout(hub: TaskHub) -> None:
    hub.work(wait_or_give_up)
    id = hub.start(wait_or_give_up, 3600)
    hub.client.raise_orchestration_event(id, "answer", data="yes")
    state = hub.end_of(id)
    assert (state.runtime_status, state.get_output()) == (COMPLETED, "yes")


def test_one_orchestration_sends_an_event_to_another(hub: TaskHub) -> None:
    def send(ctx: task.OrchestrationContext, target: str):
        ctx.send_event(target, "greeting", data=f"from {ctx.instance_id}")
        ctx.send_event("nobody", "greeting")
        yield ctx.create_timer(timedelta(0))

    hub.work(receive, send)
    target = hub.start(receive, ["greeting"])
    sender = hub.run(send, target)
    assert sender.runtime_status == COMPLETED
    assert hub.end_of(target).get_output() == [f"from {sender.instance_id}"]


def test_an_event_for_nobody_is_dropped(hub: TaskHub) -> None:
    hub.work(receive)
    finished = hub.run(receive, [])
    hub.client.raise_orchestration_event(finished.instance_id, "late", data=1)
    hub.client.raise_orchestration_event("nobody", "late", data=1)
    assert hub.client.get_orchestration_state("nobody") is None
    assert hub.state_of(finished.instance_id) == finished

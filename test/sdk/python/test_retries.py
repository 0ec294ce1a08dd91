from datetime import timedelta

from durabletask import task
from durabletask.history import TaskFailedEvent, TaskScheduledEvent, TimerCreatedEvent

from task_hub import COMPLETED, FAILED, TaskHub


def retry(attempts: int, **options: object) -> task.RetryPolicy:
    return task.RetryPolicy(
        first_retry_interval=timedelta(seconds=0.2), max_number_of_attempts=attempts, **options
    )


def failing(times: int):
    """An activity that fails so many times before it answers how often it was called."""
    calls = 0

    def flaky(_: task.ActivityContext, _input: None) -> int:
        nonlocal calls
        calls += 1
        if calls <= times:
            raise RuntimeError(f"failure {calls}")
        return calls

    return flaky


def calling(policy: task.RetryPolicy):
    def persist(ctx: task.OrchestrationContext, _: None):
        result = yield ctx.call_activity("flaky", retry_policy=policy)
        return result

    return persist


def test_an_activity_is_retried_until_it_succeeds(hub: TaskHub) -> None:
    hub.work(persist := calling(retry(3)), activities=(failing(2),))
    state = hub.run(persist)
    assert (state.runtime_status, state.get_output()) == (COMPLETED, 3)
    events = hub.client.get_orchestration_history(state.instance_id)
    counted = [TaskScheduledEvent, TaskFailedEvent, TimerCreatedEvent]
    assert [len([e for e in events if type(e) is kind]) for kind in counted] == [3, 2, 2]


def test_the_last_failure_counts_when_attempts_run_out(hub: TaskHub) -> None:
    hub.work(persist := calling(retry(2)), activities=(failing(5),))
    state = hub.run(persist)
    assert state.runtime_status == FAILED
    assert "failure 2" in state.failure_details.message


def test_pauses_between_attempts_grow_as_the_policy_says(hub: TaskHub) -> None:
    policy = retry(4, backoff_coefficient=2.0, max_retry_interval=timedelta(seconds=0.4))
    hub.work(persist := calling(policy), activities=(failing(3),))
    state = hub.run(persist)
    assert state.get_output() == 4
    # 0.2, then 0.4, then 0.8 held to 0.4 seconds.
    assert 1.0 <= (state.last_updated_at - state.created_at).total_seconds() < 5


def test_a_policy_gives_up_when_its_time_is_over(hub: TaskHub) -> None:
    policy = retry(100, retry_timeout=timedelta(seconds=0.5))
    hub.work(persist := calling(policy), activities=(failing(100),))
    state = hub.run(persist)
    assert state.runtime_status == FAILED
    assert (state.last_updated_at - state.created_at).total_seconds() < 5


def test_retried_activities_of_a_fan_out_keep_their_places(hub: TaskHub) -> None:
    failed: set[int] = set()

    def fails_once(_: task.ActivityContext, number: int) -> int:
        if number % 2 and number not in failed:
            failed.add(number)
            raise RuntimeError("odd")
        return number

    def fan_out(ctx: task.OrchestrationContext, count: int):
        calls = [
            ctx.call_activity(fails_once, input=number, retry_policy=retry(2))
            for number in range(count)
        ]
        results = yield task.when_all(calls)
        return results

    hub.work(fan_out, activities=(fails_once,))
    assert hub.run(fan_out, 6).get_output() == list(range(6))

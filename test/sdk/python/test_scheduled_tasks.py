import asyncio
from datetime import datetime, timedelta, timezone

import pytest
from durabletask import task
from durabletask.azuremanaged.client import AsyncDurableTaskSchedulerClient
from durabletask.scheduled import (
    AsyncScheduledTaskClient,
    ScheduleCreationOptions,
    ScheduledTaskClient,
    ScheduleQuery,
    ScheduleStatus,
    ScheduleUpdateOptions,
)

from task_hub import COMPLETED, TaskHub, eventually, present

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def report(_ctx: task.OrchestrationContext, subject: str) -> str:
    return f"report on {subject}"


@pytest.fixture
def schedules(hub: TaskHub) -> ScheduledTaskClient:
    hub.work(report, prepare=lambda worker: worker.configure_scheduled_tasks())
    return ScheduledTaskClient(hub.client)


def options(id: str, interval: timedelta, **how: object) -> ScheduleCreationOptions:
    how = {"orchestration_input": "sales", "start_immediately_if_late": True} | how
    return ScheduleCreationOptions(id, "report", interval, **how)


def runs(hub: TaskHub, id: str) -> list[object]:
    return [
        state
        for state in hub.client.get_all_orchestration_states()
        if state.instance_id.startswith(f"{id}-") and state.runtime_status == COMPLETED
    ]


def test_a_schedule_starts_its_orchestration_again_and_again(
    hub: TaskHub, schedules: ScheduledTaskClient
) -> None:
    schedule = schedules.create_schedule(options("often", SECOND))
    eventually(lambda: len(runs(hub, "often")) >= 2)
    assert hub.end_of(runs(hub, "often")[0].instance_id).get_output() == "report on sales"
    description = schedule.describe()
    assert description.status == ScheduleStatus.ACTIVE
    assert present(description.next_run_at) > present(description.last_run_at)
    schedule.delete()


def test_a_paused_schedule_rests_until_it_is_resumed(
    hub: TaskHub, schedules: ScheduledTaskClient
) -> None:
    schedule = schedules.create_schedule(options("rests", HOUR, start_at=in_an_hour()))
    schedule.pause()
    assert schedule.describe().status == ScheduleStatus.PAUSED
    schedule.update(ScheduleUpdateOptions(start_at=datetime.now(timezone.utc)))
    schedule.resume()
    assert schedule.describe().status == ScheduleStatus.ACTIVE
    eventually(lambda: len(runs(hub, "rests")) == 1)


def in_an_hour() -> datetime:
    return datetime.now(timezone.utc) + HOUR


def test_an_updated_schedule_starts_what_it_now_says(
    hub: TaskHub, schedules: ScheduledTaskClient
) -> None:
    schedule = schedules.create_schedule(options("changes", HOUR, start_at=in_an_hour()))
    schedule.update(
        ScheduleUpdateOptions(
            orchestration_input="costs",
            orchestration_instance_id="the-report",
            start_at=datetime.now(timezone.utc),
        )
    )
    eventually(lambda: hub.client.get_orchestration_state("the-report"))
    assert hub.end_of("the-report").get_output() == "report on costs"
    assert schedule.describe().orchestration_input == "costs"


def test_schedules_are_listed_until_they_are_deleted(schedules: ScheduledTaskClient) -> None:
    for id in ("daily-a", "daily-b", "weekly"):
        schedules.create_schedule(options(id, HOUR, start_at=in_an_hour()))
    schedules.get_schedule_client("daily-b").pause()

    def listed(**query: object) -> list[str]:
        found = schedules.list_schedules(ScheduleQuery(**query))
        return sorted(schedule.schedule_id for schedule in found)

    assert listed(schedule_id_prefix="daily-", page_size=1) == ["daily-a", "daily-b"]
    assert listed(status=ScheduleStatus.PAUSED) == ["daily-b"]
    schedules.get_schedule_client("weekly").delete()
    eventually(lambda: listed() == ["daily-a", "daily-b"])
    assert schedules.get_schedule("weekly") is None


def test_a_schedule_ends_at_its_end(hub: TaskHub, schedules: ScheduledTaskClient) -> None:
    end = datetime.now(timezone.utc) + timedelta(seconds=0.5)
    schedules.create_schedule(options("short", SECOND, end_at=end))
    eventually(lambda: len(runs(hub, "short")) == 1)
    eventually(lambda: schedules.get_schedule("short") is None)


def test_an_operation_that_the_schedule_refuses_fails(schedules: ScheduledTaskClient) -> None:
    schedule = schedules.create_schedule(options("strict", HOUR, start_at=in_an_hour()))
    with pytest.raises(RuntimeError, match="resume_schedule"):
        schedule.resume()


def test_the_asynchronous_client_manages_schedules(
    hub: TaskHub, schedules: ScheduledTaskClient
) -> None:
    async def manage() -> list[ScheduleStatus]:
        async with AsyncDurableTaskSchedulerClient(**hub.address) as client:
            manager = AsyncScheduledTaskClient(client)
            one = await manager.create_schedule(options("async", HOUR, start_at=in_an_hour()))
            await one.pause()
            paused = await one.describe()
            await one.resume()
            [resumed] = await manager.list_schedules()
            await one.delete()
            return [paused.status, resumed.status]

    assert asyncio.run(manage()) == [ScheduleStatus.PAUSED, ScheduleStatus.ACTIVE]
    eventually(lambda: schedules.get_schedule("async") is None)

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor
from contextlib import asynccontextmanager

import grpc
import pytest
from durabletask import task
from durabletask.azuremanaged.client import AsyncDurableTaskSchedulerClient
from durabletask.client import EntityQuery, OrchestrationQuery
from durabletask.entities import EntityContext, EntityInstanceId

from task_hub import COMPLETED, FAILED, RUNNING, SUSPENDED, TERMINATED, TaskHub, present


def wait(ctx: task.OrchestrationContext, _: None):
    result = yield ctx.wait_for_external_event("go")
    return result


def answer(_ctx: task.OrchestrationContext, value: object) -> object:
    return value


def note(ctx: EntityContext, value: object) -> None:
    ctx.set_state(value)


@asynccontextmanager
async def connected(hub: TaskHub) -> AsyncIterator[AsyncDurableTaskSchedulerClient]:
    async with AsyncDurableTaskSchedulerClient(**hub.address) as client:
        yield client


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    async def until() -> None:
        while not await condition():
            await asyncio.sleep(0.02)

    await asyncio.wait_for(until(), 30)


def test_many_orchestrations_are_awaited_together(hub: TaskHub) -> None:
    async def scenario() -> list[object]:
        async with connected(hub) as client:
            ids = await asyncio.gather(
                *(client.schedule_new_orchestration(answer, input=n) for n in range(20))
            )
            states = await asyncio.gather(
                *(client.wait_for_orchestration_completion(id, timeout=30) for id in ids)
            )
            return [present(state).get_output() for state in states]

    hub.work(answer)
    assert asyncio.run(scenario()) == list(range(20))


def test_an_orchestration_is_led_through_its_life(hub: TaskHub) -> None:
    async def scenario() -> None:
        async with connected(hub) as client:
            id = await client.schedule_new_orchestration(wait)
            started = await client.wait_for_orchestration_start(id, timeout=30)
            assert present(started).runtime_status == RUNNING
            await client.suspend_orchestration(id)

            async def suspended() -> bool:
                state = present(await client.get_orchestration_state(id))
                return state.runtime_status == SUSPENDED

            await eventually(suspended)
            await client.resume_orchestration(id)
            await client.raise_orchestration_event(id, "go", data="on")
            state = present(await client.wait_for_orchestration_completion(id, timeout=30))
            assert (state.runtime_status, state.get_output()) == (COMPLETED, "on")

    hub.work(wait)
    asyncio.run(scenario())


def test_ended_orchestrations_are_restarted_listed_and_purged(hub: TaskHub) -> None:
    async def scenario() -> None:
        async with connected(hub) as client:
            id = await client.schedule_new_orchestration(wait)
            await client.terminate_orchestration(id, output="over")
            state = present(await client.wait_for_orchestration_completion(id, timeout=30))
            assert state.runtime_status == TERMINATED
            again = await client.restart_orchestration(id, restart_with_new_instance_id=True)
            await client.raise_orchestration_event(again, "go")
            await client.wait_for_orchestration_completion(again, timeout=30)
            assert (await client.list_instance_ids()).items == [id, again]
            query = OrchestrationQuery(max_instance_count=1)
            assert len(await client.get_all_orchestration_states(query)) == 2
            assert (await client.purge_orchestration(id)).deleted_instance_count == 1
            rest = await client.purge_orchestrations_by(runtime_status=[COMPLETED])
            assert (rest.deleted_instance_count, rest.is_complete) == (1, True)

    hub.work(wait)
    asyncio.run(scenario())


def test_a_history_is_read_without_naming_the_hub(hub: TaskHub, stopping: Executor) -> None:
    """grpc.aio adds the hub's name to calls with one answer only: a stream's is the default."""

    async def scenario(default: TaskHub) -> None:
        async with connected(default) as client:
            id = await client.schedule_new_orchestration(answer, input=1)
            await client.wait_for_orchestration_completion(id, timeout=30)
            assert len(await client.get_orchestration_history(id)) == 3

    default = TaskHub(hub.endpoint, "default")
    default.work(answer)
    asyncio.run(scenario(default))
    default.close(stopping)


def test_a_failed_orchestration_is_rewound(hub: TaskHub) -> None:
    failed: list[int] = []

    def fails_once(_: task.ActivityContext, _input: None) -> str:
        if not failed:
            failed.append(1)
            raise RuntimeError("first time")
        return "repaired"

    def call(ctx: task.OrchestrationContext, _: None):
        result = yield ctx.call_activity(fails_once)
        return result

    async def scenario() -> None:
        async with connected(hub) as client:
            id = await client.schedule_new_orchestration(call)
            state = present(await client.wait_for_orchestration_completion(id, timeout=30))
            assert state.runtime_status == FAILED
            await client.rewind_orchestration(id, reason="repaired")
            state = present(await client.wait_for_orchestration_completion(id, timeout=30))
            assert state.get_output() == "repaired"

    hub.work(call, activities=(fails_once,))
    asyncio.run(scenario())


def test_entities_are_signaled_read_and_listed(hub: TaskHub) -> None:
    async def scenario() -> None:
        async with connected(hub) as client:
            ids = [EntityInstanceId("note", key) for key in ("a", "b", "c")]
            for id in ids:
                await client.signal_entity(id, "set", id.key)

            async def all_there() -> bool:
                return len(await client.get_all_entities(EntityQuery(page_size=2))) == 3

            await eventually(all_there)
            assert present(await client.get_entity(ids[1])).get_typed_state() == "b"
            cleaned = await client.clean_entity_storage()
            assert cleaned.empty_entities_removed == 0

    hub.work(entities=(note,))
    asyncio.run(scenario())


def test_a_refusal_and_a_timeout_are_exceptions(hub: TaskHub) -> None:
    async def scenario() -> None:
        async with connected(hub) as client:
            id = await client.schedule_new_orchestration(wait, instance_id="one")
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await client.schedule_new_orchestration(wait, instance_id="one")
            assert refused.value.code() == grpc.StatusCode.ALREADY_EXISTS
            with pytest.raises(TimeoutError):
                await client.wait_for_orchestration_completion(id, timeout=0.3)
            assert await client.get_orchestration_state("nobody") is None

    asyncio.run(scenario())

import uuid

from durabletask import task
from durabletask.azuremanaged.client import DurableTaskSchedulerClient
from durabletask.payload import LargePayloadStorageOptions, PayloadStore

from task_hub import COMPLETED, FAILED, TaskHub, present


def echo(_: task.ActivityContext, value: object) -> object:
    return value


def pass_through(ctx: task.OrchestrationContext, value: object):
    ctx.set_custom_status(value)
    result = yield ctx.call_activity(echo, input=value)
    return result


def test_a_payload_just_below_the_limit_passes_whole(hub: TaskHub) -> None:
    hub.work(pass_through, activities=(echo,))
    value = "x" * 1_000_000
    state = hub.run(pass_through, value)
    assert state.runtime_status == COMPLETED
    assert state.get_input() == state.get_output() == state.get_custom_status() == value


def test_a_history_that_fits_no_message_fails_its_orchestration(hub: TaskHub) -> None:
    def blob(_: task.ActivityContext, number: int) -> str:
        return f"{number}" * 900_000

    def hoard(ctx: task.OrchestrationContext, count: int):
        for number in range(count):
            yield ctx.call_activity(blob, input=number)

    hub.work(hoard, activities=(blob,))
    state = hub.run(hoard, 6)
    assert state.runtime_status == FAILED
    assert "4 MiB" in state.failure_details.message


class MemoryStore(PayloadStore):
    """Keeps large payloads here; the scheduler sees only their tokens."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    @property
    def options(self) -> LargePayloadStorageOptions:
        return LargePayloadStorageOptions(threshold_bytes=1_000)

    def upload(self, data: bytes, *, instance_id: str | None = None) -> str:
        token = f"blob:v1:scenario:{uuid.uuid4().hex}"
        self.kept[token] = data
        return token

    async def upload_async(self, data: bytes, *, instance_id: str | None = None) -> str:
        return self.upload(data, instance_id=instance_id)

    def download(self, token: str) -> bytes:
        return self.kept[token]

    async def download_async(self, token: str) -> bytes:
        return self.download(token)

    def is_known_token(self, value: str) -> bool:
        return value in self.kept


def test_payloads_kept_elsewhere_pass_as_their_tokens(hub: TaskHub) -> None:
    store = MemoryStore()
    hub.work(pass_through, activities=(echo,), payload_store=store)
    value = "x" * 2_000_000
    with DurableTaskSchedulerClient(**hub.address, payload_store=store) as client:
        id = client.schedule_new_orchestration(pass_through, input=value)
        state = present(client.wait_for_orchestration_completion(id, timeout=30))
    assert (state.runtime_status, state.get_output()) == (COMPLETED, value)
    assert (hub.state_of(id).serialized_output or "") in store.kept
    assert len(store.kept) >= 3

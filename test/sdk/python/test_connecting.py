import time
import uuid

from azure.core.credentials import AccessToken
from durabletask import task
from durabletask.azuremanaged.client import DurableTaskSchedulerClient
from durabletask.client import TaskHubGrpcClient
from durabletask.worker import TaskHubGrpcWorker

from task_hub import COMPLETED, PENDING, TaskHub, present


def answer(_ctx: task.OrchestrationContext, value: object) -> object:
    return value


def test_a_plain_address_is_not_encrypted_whatever_the_client_asks(hub: TaskHub) -> None:
    hub.work(answer, secure_channel=True)
    with DurableTaskSchedulerClient(**hub.address, secure_channel=True) as client:
        id = client.schedule_new_orchestration(answer, input=1)
    assert hub.end_of(id).get_output() == 1


def test_the_core_package_connects_with_the_hub_as_metadata(hub: TaskHub) -> None:
    address = {"host_address": hub.endpoint, "metadata": [("taskhub", hub.name)]}
    with TaskHubGrpcWorker(**address) as worker, TaskHubGrpcClient(**address) as client:
        worker.add_orchestrator(answer)
        worker.start()
        id = client.schedule_new_orchestration(answer, input="core")
        state = present(client.wait_for_orchestration_completion(id, timeout=30))
    assert (state.runtime_status, state.get_output()) == (COMPLETED, "core")


class Credential:
    def get_token(self, *_scopes: str, **_: object) -> AccessToken:
        return AccessToken("a token", int(time.time()) + 3600)


def test_a_token_is_accepted_and_not_needed(hub: TaskHub) -> None:
    address = hub.address | {"token_credential": Credential()}
    hub.work(answer, token_credential=Credential())
    with DurableTaskSchedulerClient(**address) as client:
        id = client.schedule_new_orchestration(answer, input=1)
    assert hub.end_of(id).get_output() == 1


def test_hubs_share_nothing(hub: TaskHub) -> None:
    hub.work(answer)
    other = DurableTaskSchedulerClient(**hub.address | {"taskhub": f"other-{uuid.uuid4().hex}"})
    with other:
        id = other.schedule_new_orchestration(answer, input="there", instance_id="same")
        assert hub.run(answer, "here", instance_id="same").get_output() == "here"
        state = present(other.get_orchestration_state(id))
        assert (state.runtime_status, state.get_input()) == (PENDING, "there")


def test_hub_names_do_not_depend_on_case(hub: TaskHub) -> None:
    id = hub.start(answer, 1)
    with DurableTaskSchedulerClient(**hub.address | {"taskhub": hub.name.upper()}) as client:
        assert present(client.get_orchestration_state(id)).get_input() == 1

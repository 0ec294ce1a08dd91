"""A task hub as a scenario sees it: a client, and the workers that the scenario starts."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar

from durabletask.azuremanaged.client import DurableTaskSchedulerClient
from durabletask.azuremanaged.worker import DurableTaskSchedulerWorker
from durabletask.client import OrchestrationState, OrchestrationStatus
from durabletask.task import Orchestrator
from durabletask.worker import VersioningOptions, WorkItemFilters

COMPLETED = OrchestrationStatus.COMPLETED
FAILED = OrchestrationStatus.FAILED
PENDING = OrchestrationStatus.PENDING
RUNNING = OrchestrationStatus.RUNNING
SUSPENDED = OrchestrationStatus.SUSPENDED
TERMINATED = OrchestrationStatus.TERMINATED

T = TypeVar("T")
AUTOMATIC = object()
"""Filters that name all that a worker has."""


class TaskHub:
    def __init__(self, endpoint: str, name: str) -> None:
        self.endpoint = endpoint
        self.name = name
        self.address = {
            "host_address": endpoint,
            "taskhub": name,
            "token_credential": None,
            "logger": logging.getLogger("durabletask"),
        }
        self.client = DurableTaskSchedulerClient(**self.address)
        self._workers: list[DurableTaskSchedulerWorker] = []

    def close(self, stopping: Executor) -> None:
        """A worker takes a second to stop; the next scenario, in its own hub, need not wait."""
        self.client.close()
        for worker in self._workers:
            stopping.submit(worker.stop)

    def work(
        self,
        *orchestrators: Orchestrator[Any, Any],
        activities: tuple[Callable[..., Any], ...] = (),
        entities: tuple[Any, ...] = (),
        versioning: VersioningOptions | None = None,
        filters: WorkItemFilters | object | None = None,
        prepare: Callable[[DurableTaskSchedulerWorker], None] = lambda _: None,
        **options: Any,
    ) -> DurableTaskSchedulerWorker:
        """Starts a worker that has these functions; it is stopped with the scenario."""
        worker = DurableTaskSchedulerWorker(**(self.address | options))
        for orchestrator in orchestrators:
            worker.add_orchestrator(orchestrator)
        for activity in activities:
            worker.add_activity(activity)
        for entity in entities:
            worker.add_entity(entity)
        if versioning is not None:
            worker.use_versioning(versioning)
        if filters is AUTOMATIC:
            worker.use_work_item_filters()
        elif filters is not None:
            worker.use_work_item_filters(filters)
        prepare(worker)
        worker.start()
        self._workers.append(worker)
        return worker

    def start(
        self, orchestrator: Orchestrator[Any, Any] | str, input: Any = None, **how: Any
    ) -> str:
        return self.client.schedule_new_orchestration(orchestrator, input=input, **how)

    def run(
        self, orchestrator: Orchestrator[Any, Any] | str, input: Any = None, **how: Any
    ) -> OrchestrationState:
        """Starts an orchestration and answers how it ended."""
        return self.end_of(self.start(orchestrator, input, **how))

    def end_of(self, id: str) -> OrchestrationState:
        return present(self.client.wait_for_orchestration_completion(id, timeout=30))

    def state_of(self, id: str) -> OrchestrationState:
        return present(self.client.get_orchestration_state(id))

    def until(self, id: str, status: OrchestrationStatus) -> OrchestrationState:
        """Waits until the instance has this status."""
        eventually(lambda: self.state_of(id).runtime_status == status)
        return self.state_of(id)


def present(value: T | None) -> T:
    assert value is not None
    return value


def eventually(condition: Callable[[], Any], seconds: float = 30) -> Any:
    """The condition's first true answer; fails when there is none in this time."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"not so within {seconds} seconds"
        time.sleep(0.02)
    return answer

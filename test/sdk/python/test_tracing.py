import pytest
from durabletask import task
from durabletask.history import ExecutionStartedEvent, TaskScheduledEvent
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from task_hub import TaskHub, eventually


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return exporter


def work(_: task.ActivityContext, _input: None) -> str:
    return format(trace.get_current_span().get_span_context().trace_id, "032x")


def child(ctx: task.OrchestrationContext, _: None):
    result = yield ctx.call_activity(work)
    return result


def parent(ctx: task.OrchestrationContext, _: None):
    first = yield ctx.call_activity(work)
    second = yield ctx.call_sub_orchestrator(child)
    return [first, second]


def test_one_trace_runs_from_the_client_to_the_activity_of_a_child(
    hub: TaskHub, exporter: InMemorySpanExporter
) -> None:
    hub.work(parent, child, activities=(work,))
    with trace.get_tracer("scenario").start_as_current_span("order") as span:
        id = hub.start(parent)
    state = hub.end_of(id)
    trace_id = span.get_span_context().trace_id
    assert state.get_output() == [format(trace_id, "032x")] * 2

    def ended() -> set[str]:
        return {one.name for one in exporter.get_finished_spans() if trace_of(one) == trace_id}

    expected = {"orchestration:parent", "orchestration:child", "activity:work"}
    eventually(lambda: expected <= ended())


def trace_of(span: ReadableSpan) -> int:
    assert span.context is not None
    return span.context.trace_id


def test_the_history_keeps_the_trace_context(
    hub: TaskHub, exporter: InMemorySpanExporter
) -> None:
    hub.work(child, activities=(work,))
    with trace.get_tracer("scenario").start_as_current_span("order") as span:
        id = hub.start(child)
    hub.end_of(id)
    contexts = [
        event.parent_trace_context
        for event in hub.client.get_orchestration_history(id)
        if isinstance(event, ExecutionStartedEvent | TaskScheduledEvent)
    ]
    assert len(contexts) == 2
    expected = format(span.get_span_context().trace_id, "032x")
    assert all(one is not None and expected in one.trace_parent for one in contexts)

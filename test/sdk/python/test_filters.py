from durabletask import task
from durabletask.entities import EntityContext, EntityInstanceId
from durabletask.worker import (
    ActivityWorkItemFilter,
    EntityWorkItemFilter,
    OrchestrationWorkItemFilter,
    VersioningOptions,
    VersionMatchStrategy,
    WorkItemFilters,
)

from task_hub import AUTOMATIC, COMPLETED, PENDING, TaskHub, eventually


def one(ctx: task.OrchestrationContext, _: None):
    result = yield ctx.call_activity("who")
    return result


def two(_ctx: task.OrchestrationContext, _: None) -> str:
    return "two"


def who(_: task.ActivityContext, _input: None) -> str:
    return "one"


def only(*names: str, versions: tuple[str, ...] = ()) -> WorkItemFilters:
    return WorkItemFilters(
        orchestrations=[OrchestrationWorkItemFilter(name, list(versions)) for name in names]
    )


def test_a_worker_gets_what_it_has(hub: TaskHub) -> None:
    hub.work(one, activities=(who,), filters=AUTOMATIC)
    assert hub.run(one).get_output() == "one"


def test_what_no_filter_matches_waits_for_a_worker_that_takes_it(hub: TaskHub) -> None:
    hub.work(one, two, filters=only("two"))
    waiting = hub.start(one)
    assert hub.run(two).runtime_status == COMPLETED
    assert hub.state_of(waiting).runtime_status == PENDING
    hub.work(one, activities=(who,))
    assert hub.end_of(waiting).get_output() == "one"


def test_orchestrations_and_activities_may_have_workers_of_their_own(hub: TaskHub) -> None:
    hub.work(one, filters=AUTOMATIC)
    id = hub.start(one)
    eventually(lambda: len(hub.client.get_orchestration_history(id)) == 3)
    hub.work(activities=(who,), filters=WorkItemFilters(activities=[ActivityWorkItemFilter("who")]))
    assert hub.end_of(id).get_output() == "one"


def test_filters_name_the_versions_they_take(hub: TaskHub) -> None:
    hub.work(two, filters=only("two", versions=("2.0", "2.1")))
    old = hub.start(two, version="1.0")
    none = hub.start(two)
    for version in ("2.0", "2.1"):
        assert hub.run(two, version=version).get_output() == "two"
    assert [hub.state_of(id).runtime_status for id in (old, none)] == [PENDING, PENDING]
    hub.work(two, filters=only("two", versions=("1.0",)))
    assert hub.end_of(old).get_output() == "two"
    assert hub.state_of(none).runtime_status == PENDING


def test_a_strict_worker_filters_by_its_version(hub: TaskHub) -> None:
    strict = VersioningOptions(version="2.0", match_strategy=VersionMatchStrategy.STRICT)
    hub.work(one, activities=(who,), versioning=strict, filters=AUTOMATIC)
    other = hub.start(one, version="1.0")
    assert hub.run(one, version="2.0").get_output() == "one"
    assert hub.state_of(other).runtime_status == PENDING


def test_entities_are_filtered_by_name(hub: TaskHub) -> None:
    def wanted(ctx: EntityContext, value: int) -> None:
        ctx.set_state(value)

    def unwanted(ctx: EntityContext, value: int) -> None:
        ctx.set_state(value)

    ids = [EntityInstanceId(name, "x") for name in ("unwanted", "wanted")]
    filters = WorkItemFilters(entities=[EntityWorkItemFilter("Wanted")])
    hub.work(entities=(wanted, unwanted), filters=filters)
    for id in ids:
        hub.client.signal_entity(id, "set", 1)
    eventually(lambda: hub.client.get_entity(ids[1]))
    assert hub.client.get_entity(ids[0]) is None
    hub.work(entities=(unwanted,), filters=AUTOMATIC)
    eventually(lambda: hub.client.get_entity(ids[0]))


def test_filters_of_one_category_take_nothing_of_the_others(hub: TaskHub) -> None:
    def note(ctx: EntityContext, value: int) -> None:
        ctx.set_state(value)

    hub.work(two, entities=(note,), filters=only("two"))
    hub.client.signal_entity(id := EntityInstanceId("note", "x"), "set", 1)
    assert hub.run(two).get_output() == "two"
    assert hub.client.get_entity(id) is None


def test_names_in_filters_do_not_depend_on_case(hub: TaskHub) -> None:
    hub.work(two, filters=only("TWO"))
    assert hub.run(two).get_output() == "two"

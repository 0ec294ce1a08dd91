from datetime import datetime, timedelta, timezone

import pytest
from durabletask.client import EntityQuery
from durabletask.entities import EntityContext, EntityInstanceId, EntityMetadata

from task_hub import TaskHub, eventually


def alpha(ctx: EntityContext, value: object) -> None:
    ctx.set_state(value)


def beta(ctx: EntityContext, value: object) -> None:
    ctx.set_state(value)


@pytest.fixture
def hub_with_entities(hub: TaskHub) -> TaskHub:
    """alpha 1 to 4 and beta 1, each with its number as its state."""
    hub.work(entities=(alpha, beta))
    for name, key in [*(("alpha", number) for number in (1, 2, 3, 4)), ("beta", 1)]:
        hub.client.signal_entity(EntityInstanceId(name, str(key)), "set", key)
    eventually(lambda: len(found(hub)) == 5)
    return hub


def found(hub: TaskHub, **query: object) -> list[EntityMetadata]:
    return hub.client.get_all_entities(EntityQuery(**query))


def names(entities: list[EntityMetadata]) -> list[str]:
    return sorted(str(entity.id) for entity in entities)


def test_a_query_finds_entities_by_the_start_of_their_id(hub_with_entities: TaskHub) -> None:
    hub = hub_with_entities
    assert names(found(hub, instance_id_starts_with="@beta@")) == ["@beta@1"]
    assert len(found(hub, instance_id_starts_with="@alpha@")) == 4
    assert names(found(hub, instance_id_starts_with="@alpha@3")) == ["@alpha@3"]
    assert found(hub, instance_id_starts_with="@gamma") == []


def test_pages_hold_every_entity_once(hub_with_entities: TaskHub) -> None:
    hub = hub_with_entities
    expected = names(found(hub))
    for size in (1, 2, 5, 50):
        assert names(found(hub, page_size=size)) == expected


def test_states_come_only_when_asked_for(hub_with_entities: TaskHub) -> None:
    hub = hub_with_entities
    bare = found(hub, include_state=False, instance_id_starts_with="@alpha@2")
    full = found(hub, include_state=True, instance_id_starts_with="@alpha@2")
    assert (bare[0].includes_state, bare[0].get_state()) == (False, None)
    assert full[0].get_typed_state() == 2
    one = hub.client.get_entity(EntityInstanceId("alpha", "2"), include_state=False)
    assert one is not None and one.get_state() is None


def test_a_query_finds_entities_by_the_time_of_their_change(hub_with_entities: TaskHub) -> None:
    hub = hub_with_entities
    now = datetime.now(timezone.utc)
    assert len(found(hub, last_modified_to=now)) == 5
    assert found(hub, last_modified_from=now + timedelta(hours=1)) == []
    id = EntityInstanceId("alpha", "1")
    hub.client.signal_entity(id, "set", "changed")
    changed = eventually(lambda: found(hub, last_modified_from=now))
    assert names(changed) == ["@alpha@1"]


def test_entities_without_state_show_only_as_transient(hub: TaskHub) -> None:
    hub.client.signal_entity(EntityInstanceId("alpha", "waiting"), "set", 1)
    assert found(hub) == []
    assert names(found(hub, include_transient=True)) == ["@alpha@waiting"]


def test_nothing_is_left_to_clean(hub_with_entities: TaskHub) -> None:
    hub = hub_with_entities
    hub.client.signal_entity(EntityInstanceId("beta", "1"), "set", None)
    eventually(lambda: len(found(hub)) == 4)
    result = hub.client.clean_entity_storage()
    assert (result.empty_entities_removed, result.orphaned_locks_released) == (0, 0)
    assert len(found(hub)) == 4

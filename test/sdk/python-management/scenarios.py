"""What a real management client does. Each function is a scenario, named after what it shows."""

import json

from azure.core.exceptions import ResourceNotFoundError
from plane import SUBSCRIPTION, Plane, refusal


def the_cloud_says_where_it_is(plane: Plane) -> None:
    metadata = json.loads(plane.metadata())
    assert metadata["resourceManager"] == plane.address
    assert metadata["authentication"]["loginEndpoint"] == plane.address


def a_credential_gets_a_token(plane: Plane) -> None:
    token = plane.credential().get_token(f"{plane.address}/.default")
    assert token.token.count(".") == 2


def operations_are_listed(plane: Plane) -> None:
    names = [operation.name for operation in plane.client().operations.list()]
    assert "Microsoft.DurableTask/schedulers/write" in names
    assert "Microsoft.DurableTask/schedulers/taskHubs/delete" in names


def a_scheduler_is_created_and_read(plane: Plane) -> None:
    client = plane.client()
    body = {
        "location": "North Central US",
        "tags": {"team": "orders"},
        "properties": {
            "ipAllowlist": ["10.0.0.0/8", "2001:db8::1"],
            "sku": {"name": "Dedicated", "capacity": 3},
            "publicNetworkAccess": "Disabled",
        },
    }
    created = client.schedulers.begin_create_or_update(plane.group, "orders", body).result()
    read = client.schedulers.get(plane.group, "orders")
    assert created.as_dict() == read.as_dict()
    assert read.id == (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{plane.group}"
        "/providers/Microsoft.DurableTask/schedulers/orders"
    )
    assert (read.name, read.type) == ("orders", "Microsoft.DurableTask/schedulers")
    assert (read.location, read.tags) == ("northcentralus", {"team": "orders"})
    properties = read.properties
    assert properties.provisioning_state == "Succeeded"
    assert properties.endpoint.startswith("http://127.0.0.1:")
    assert properties.ip_allowlist == ["10.0.0.0/8", "2001:db8::1"]
    assert (properties.sku.capacity, properties.sku.redundancy_state) == (3, "Zone")
    assert properties.public_network_access == "Disabled"
    assert read.system_data.created_at.tzinfo is not None


def a_scheduler_is_listed_in_its_group_and_subscription(plane: Plane) -> None:
    client = plane.client()
    created = plane.dedicated(client, "listed")
    in_group = list(client.schedulers.list_by_resource_group(plane.group))
    assert [scheduler.id for scheduler in in_group] == [created.id]
    assert created.id in [one.id for one in client.schedulers.list_by_subscription()]


def a_scheduler_is_changed_in_part(plane: Plane) -> None:
    client = plane.client()
    plane.dedicated(client, "changed")
    change = {"tags": {"a": "1"}, "properties": {"sku": {"capacity": 2}}}
    changed = client.schedulers.begin_update(plane.group, "changed", change).result()
    assert changed.tags == {"a": "1"}
    assert changed.properties.sku.capacity == 2
    assert changed.properties.ip_allowlist == ["10.0.0.0/8"]
    assert changed.as_dict() == client.schedulers.get(plane.group, "changed").as_dict()


def a_scheduler_is_put_again(plane: Plane) -> None:
    client = plane.client()
    first = plane.dedicated(client, "again")
    body = {
        "location": "northcentralus",
        "properties": {"ipAllowlist": [], "sku": {"name": "Dedicated", "capacity": 1}},
    }
    second = client.schedulers.begin_create_or_update(plane.group, "again", body).result()
    assert second.properties.ip_allowlist == []
    assert second.system_data.created_at == first.system_data.created_at
    assert second.system_data.last_modified_at >= first.system_data.last_modified_at


def a_scheduler_is_deleted(plane: Plane) -> None:
    client = plane.client()
    plane.dedicated(client, "deleted")
    client.schedulers.begin_delete(plane.group, "deleted").result()
    assert refusal(lambda: client.schedulers.get(plane.group, "deleted"))[:2] == (
        404,
        "ResourceNotFound",
    )
    client.schedulers.begin_delete(plane.group, "deleted").result()


def what_is_not_there_is_not_found(plane: Plane) -> None:
    client = plane.client()
    try:
        client.schedulers.get("no-group", "nothing")
    except ResourceNotFoundError as error:
        assert error.error.code == "ResourceNotFound"
    else:
        raise AssertionError("found")
    missing = refusal(lambda: list(client.schedulers.list_by_resource_group("no-group")))
    assert missing[:2] == (404, "ResourceGroupNotFound")
    orphan = refusal(lambda: client.task_hubs.begin_create_or_update("no-group", "none", "hub", {}))
    assert orphan[:2] == (404, "ParentResourceNotFound")


def a_task_hub_appears_in_the_data_plane_and_vanishes(plane: Plane) -> None:
    client = plane.client()
    plane.dedicated(client, "with-hub")
    assert not plane.has_hub("py-orders")
    hubs = client.task_hubs
    created = hubs.begin_create_or_update(plane.group, "with-hub", "py-orders", {}).result()
    assert created.properties.provisioning_state == "Succeeded"
    assert created.properties.dashboard_url.endswith("/schedulers/with-hub/taskhubs/py-orders")
    assert created.as_dict() == hubs.get(plane.group, "with-hub", "py-orders").as_dict()
    assert [hub.name for hub in hubs.list_by_scheduler(plane.group, "with-hub")] == ["py-orders"]
    assert plane.has_hub("py-orders")
    hubs.begin_delete(plane.group, "with-hub", "py-orders").result()
    assert not plane.has_hub("py-orders")
    assert list(hubs.list_by_scheduler(plane.group, "with-hub")) == []
    hubs.begin_delete(plane.group, "with-hub", "py-orders").result()


def a_scheduler_with_task_hubs_is_not_deleted(plane: Plane) -> None:
    client = plane.client()
    plane.dedicated(client, "kept")
    client.task_hubs.begin_create_or_update(plane.group, "kept", "py-kept", {}).result()
    refused = refusal(lambda: client.schedulers.begin_delete(plane.group, "kept"))
    assert refused[:2] == (409, "CannotDeleteResource")
    assert plane.has_hub("py-kept")


def a_retention_policy_is_created_changed_and_deleted(plane: Plane) -> None:
    client = plane.client()
    plane.dedicated(client, "retention")
    policies, where = client.retention_policies, (plane.group, "retention")
    assert list(policies.list_by_scheduler(*where)) == []
    entries = [
        {"retentionPeriodInDays": 90},
        {"retentionPeriodInDays": 0, "orchestrationState": "Completed"},
    ]
    body = {"properties": {"retentionPolicies": entries}}
    created = policies.begin_create_or_replace(*where, body).result()
    assert created.name == "default"
    assert [one.as_dict() for one in created.properties.retention_policies] == entries
    change = {"properties": {"retentionPolicies": entries[:1]}}
    changed = policies.begin_update(*where, change).result()
    assert len(changed.properties.retention_policies) == 1
    assert changed.as_dict() == policies.get(*where).as_dict()
    assert len(list(policies.list_by_scheduler(*where))) == 1
    policies.begin_delete(*where).result()
    assert refusal(lambda: policies.get(*where))[:2] == (404, "ResourceNotFound")


def a_private_endpoint_connection_is_created_approved_and_deleted(plane: Plane) -> None:
    client = plane.client()
    plane.dedicated(client, "private")
    schedulers, where = client.schedulers, (plane.group, "private", "from-vnet")
    state = {"status": "Pending", "description": "please"}
    body = {"properties": {"privateLinkServiceConnectionState": state}}
    create = schedulers.begin_create_or_update_private_endpoint_connection
    created = create(*where, body).result()
    assert created.properties.group_ids == ["scheduler"]
    assert created.properties.provisioning_state == "Succeeded"
    approval = {"properties": {"privateLinkServiceConnectionState": {"status": "Approved"}}}
    approved = schedulers.begin_update_private_endpoint_connection(*where, approval).result()
    shown = approved.properties.private_link_service_connection_state
    assert (shown.status, shown.description) == ("Approved", "please")
    connections = schedulers.get(plane.group, "private").properties.private_endpoint_connections
    assert [connection.name for connection in connections] == ["from-vnet"]
    listed = schedulers.list_private_endpoint_connections(plane.group, "private")
    assert [connection.name for connection in listed] == ["from-vnet"]
    schedulers.begin_delete_private_endpoint_connection(*where).result()
    missing = refusal(lambda: schedulers.get_private_endpoint_connection(*where))
    assert missing[:2] == (404, "ResourceNotFound")


def the_private_link_is_named(plane: Plane) -> None:
    client = plane.client()
    plane.dedicated(client, "linked")
    (link,) = client.schedulers.list_private_links(plane.group, "linked")
    assert link.properties.required_zone_names == ["privatelink.durabletask.io"]
    one = client.schedulers.get_private_link(plane.group, "linked", link.name)
    assert one.properties.group_id == "scheduler"


def bad_input_is_refused_with_every_fault_named(plane: Plane) -> None:
    client = plane.client()

    def put(**properties) -> tuple[int, str, list[str]]:
        body = {"location": "northcentralus", "properties": properties}
        return refusal(lambda: client.schedulers.begin_create_or_update(plane.group, "bad", body))

    consumption = {"name": "Consumption"}
    assert put() == (
        400,
        "ValidationError",
        ["properties.ipAllowlist", "properties.sku.name"],
    )
    assert put(ipAllowlist=["10.0.0.0/33", "::/129", "a"], sku=consumption)[2] == [
        f"properties.ipAllowlist[{index}]" for index in range(3)
    ]
    for sku in (
        {"name": "Consumption", "capacity": 1},
        {"name": "Dedicated"},
        {"name": "Dedicated", "capacity": 4},
    ):
        assert put(ipAllowlist=[], sku=sku)[2] == ["properties.sku.capacity"]
    access = put(ipAllowlist=[], sku=consumption, publicNetworkAccess="Sometimes")
    assert access[2] == ["properties.publicNetworkAccess"]
    assert refusal(lambda: client.schedulers.get(plane.group, "bad"))[0] == 404


def a_name_out_of_rule_is_refused(plane: Plane) -> None:
    client = plane.client()
    plane.dedicated(client, "names")
    for name in ("ab", "under_score", "x" * 65):
        create = client.task_hubs.begin_create_or_update
        hub = refusal(lambda name=name: create(plane.group, "names", name, {}))
        assert hub[:2] == (400, "InvalidResourceName")
        scheduler = refusal(lambda name=name: plane.dedicated(client, name))
        assert scheduler[:2] == (400, "InvalidResourceName")


def retention_out_of_range_is_refused(plane: Plane) -> None:
    client = plane.client()
    body = {
        "location": "northcentralus",
        "properties": {"ipAllowlist": [], "sku": {"name": "Consumption"}},
    }
    client.schedulers.begin_create_or_update(plane.group, "short", body).result()

    def put(*entries) -> list[str]:
        policy = {"properties": {"retentionPolicies": list(entries)}}
        create = client.retention_policies.begin_create_or_replace
        return refusal(lambda: create(plane.group, "short", policy))[2]

    entry = "properties.retentionPolicies[0]"
    assert put({"retentionPeriodInDays": 31}) == [f"{entry}.retentionPeriodInDays"]
    assert put({"retentionPeriodInDays": -1}) == [f"{entry}.retentionPeriodInDays"]
    assert put({"retentionPeriodInDays": 1, "orchestrationState": "Running"}) == [
        f"{entry}.orchestrationState"
    ]
    twice = {"retentionPeriodInDays": 1}
    assert put(twice, twice) == ["properties.retentionPolicies[1]"]


def an_older_version_has_what_it_had(plane: Plane) -> None:
    older = plane.client("2025-11-01")
    plane.dedicated(older, "older")
    shown = older.schedulers.get(plane.group, "older").properties
    assert shown.public_network_access is None
    assert shown.private_endpoint_connections is None
    newer = plane.client().schedulers.get(plane.group, "older").properties
    assert newer.public_network_access == "Enabled"
    change = {"properties": {"publicNetworkAccess": "Disabled"}}
    refused = refusal(lambda: older.schedulers.begin_update(plane.group, "older", change))
    assert refused == (400, "ValidationError", ["properties.publicNetworkAccess"])


def long_lists_are_read_to_their_end(plane: Plane) -> None:
    client = plane.client()
    plane.dedicated(client, "long-list")
    names = [f"py-page-{number:03}" for number in range(101)]
    create = client.task_hubs.begin_create_or_update
    for name in names:
        create(plane.group, "long-list", name, {}, polling=False)
    pages = client.task_hubs.list_by_scheduler(plane.group, "long-list").by_page()
    assert [len(list(page)) for page in pages] == [100, 1]
    listed = [hub.name for hub in client.task_hubs.list_by_scheduler(plane.group, "long-list")]
    assert listed == names

"""The management plane as one scenario sees it: real clients, and names nobody else uses."""

import json
import os
import ssl
import urllib.request
import uuid
from dataclasses import dataclass, field

from azure.core.exceptions import HttpResponseError
from azure.identity import ClientSecretCredential
from azure.mgmt.durabletask import DurableTaskMgmtClient

TENANT = "11111111-1111-1111-1111-111111111111"
SUBSCRIPTION = "22222222-2222-2222-2222-222222222222"


def _group() -> str:
    return f"group-{uuid.uuid4().hex[:8]}"


@dataclass
class Plane:
    address: str
    certificate_file: str
    dashboard: str
    group: str = field(default_factory=_group)

    @staticmethod
    def from_environment() -> "Plane":
        names = ("MANAGEMENT_ADDRESS", "MANAGEMENT_CERTIFICATE", "DASHBOARD_ADDRESS")
        return Plane(*(os.environ[name] for name in names))

    def credential(self) -> ClientSecretCredential:
        return ClientSecretCredential(
            TENANT,
            "an-app",
            "any secret",
            authority=self.address,
            disable_instance_discovery=True,
            connection_verify=self.certificate_file,
        )

    def client(self, api_version: str = "2026-02-01") -> DurableTaskMgmtClient:
        return DurableTaskMgmtClient(
            self.credential(),
            SUBSCRIPTION,
            base_url=self.address,
            credential_scopes=[f"{self.address}/.default"],
            connection_verify=self.certificate_file,
            api_version=api_version,
        )

    def dedicated(self, client: DurableTaskMgmtClient, name: str):
        """A scheduler that is there."""
        body = {
            "location": "northcentralus",
            "properties": {
                "ipAllowlist": ["10.0.0.0/8"],
                "sku": {"name": "Dedicated", "capacity": 1},
            },
        }
        return client.schedulers.begin_create_or_update(self.group, name, body).result()

    def has_hub(self, name: str) -> bool:
        """Whether the data plane has the task hub; asking for it by name might make it."""
        with urllib.request.urlopen(f"{self.dashboard}/api/overview") as response:
            return name in json.load(response)["taskHubs"]

    def metadata(self) -> str:
        context = ssl.create_default_context(cafile=self.certificate_file)
        url = f"{self.address}/metadata/endpoints?api-version=2022-09-01"
        with urllib.request.urlopen(url, context=context) as response:
            return response.read().decode()


def refusal(request) -> tuple[int, str, list[str]]:
    """The status, the code, and where the faults are, of a request that must be refused."""
    try:
        request()
    except HttpResponseError as error:
        details = error.error.details or []
        return error.status_code, error.error.code, [detail.target for detail in details]
    raise AssertionError("the request was not refused")

package scenarios

import (
	"strings"
	"testing"

	"github.com/microsoft/durabletask-go/api"
)

// again starts a second orchestration under the id of one that runs, with a reuse policy in the
// SDK's own, older form.
func again(h *hub, id api.InstanceID, action api.CreateOrchestrationAction,
	statuses ...api.OrchestrationStatus) error {
	policy := &api.OrchestrationIdReusePolicy{Action: action, OperationStatus: statuses}
	_, err := h.ScheduleNewOrchestration(h.ctx, "waits", api.WithInstanceID(id),
		api.WithInput("second"), api.WithOrchestrationIdReusePolicy(policy))
	return err
}

func TestReuseWithIgnoreKeepsTheOrchestrationThatRuns(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	id := h.start("waits", api.WithInput("first"))
	created := h.started(id).CreatedAt
	must(t, again(h, id, api.REUSE_ID_ACTION_IGNORE, api.RUNTIME_STATUS_RUNNING))
	state := h.state(id)
	equal(t, state.SerializedInput, `"first"`)
	equal(t, state.CreatedAt, created)
}

func TestReuseWithTerminateReplacesTheOrchestrationThatRuns(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	id := h.start("waits", api.WithInput("first"))
	created := h.started(id).CreatedAt
	must(t, again(h, id, api.REUSE_ID_ACTION_TERMINATE, api.RUNTIME_STATUS_RUNNING))
	state := h.started(id)
	equal(t, state.SerializedInput, `"second"`)
	equal(t, state.CreatedAt.After(created), true)
}

func TestReuseWithErrorKeepsTheOrchestrationThatRuns(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	id := h.start("waits", api.WithInput("first"))
	h.started(id)
	err := again(h, id, api.REUSE_ID_ACTION_ERROR, api.RUNTIME_STATUS_RUNNING)
	equal(t, err != nil, true)
	equal(t, h.state(id).SerializedInput, `"first"`)
}

func TestReuseInAStatusThatIsNotListedIsRefused(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	id := h.start("waits", api.WithInput("first"))
	h.started(id)
	err := again(h, id, api.REUSE_ID_ACTION_TERMINATE, api.RUNTIME_STATUS_COMPLETED)
	equal(t, err != nil && strings.Contains(err.Error(), string(id)), true)
	equal(t, h.state(id).SerializedInput, `"first"`)
}

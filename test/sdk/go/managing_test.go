package scenarios

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/microsoft/durabletask-go/api"
	"github.com/microsoft/durabletask-go/task"
)

func registerWaiting(r *task.TaskRegistry) {
	_ = r.AddOrchestratorN("waits", waitsForGo)
	_ = r.AddOrchestratorN("parent", func(ctx *task.OrchestrationContext) (any, error) {
		child := task.WithSubOrchestrationInstanceID(string(ctx.ID) + "-child")
		return nil, ctx.CallSubOrchestrator("waits", child).Await(nil)
	})
	_ = r.AddOrchestratorN("grandparent", func(ctx *task.OrchestrationContext) (any, error) {
		child := task.WithSubOrchestrationInstanceID(string(ctx.ID) + "-child")
		return nil, ctx.CallSubOrchestrator("parent", child).Await(nil)
	})
}

func TestASuspendedOrchestrationHoldsItsEventsUntilResumed(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	id := h.start("waits")
	must(t, h.SuspendOrchestration(h.ctx, id, "a break"))
	h.reaches(id, api.RUNTIME_STATUS_SUSPENDED)
	h.raise(id, "go", "on")
	soon, cancel := context.WithTimeout(h.ctx, 500*time.Millisecond)
	defer cancel()
	_, err := h.WaitForOrchestrationCompletion(soon, id)
	equal(t, errors.Is(err, context.DeadlineExceeded), true)
	equal(t, h.state(id).RuntimeStatus, api.RUNTIME_STATUS_SUSPENDED)
	must(t, h.ResumeOrchestration(h.ctx, id, "go on"))
	output(t, h.ended(id), `"on"`)
}

func TestTerminationKeepsTheOutputItIsGiven(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	id := h.start("waits")
	h.started(id)
	reason := map[string]int{"code": 7}
	must(t, h.TerminateOrchestration(h.ctx, id, api.WithOutput(reason)))
	state := h.ended(id)
	equal(t, state.RuntimeStatus, api.RUNTIME_STATUS_TERMINATED)
	equal(t, state.SerializedOutput, `{"code":7}`)
}

// The worker of this SDK answers nothing while it is suspended; the server ends such instances.
func TestASuspendedOrchestrationCanBeTerminated(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	id := h.start("waits")
	must(t, h.SuspendOrchestration(h.ctx, id, ""))
	h.reaches(id, api.RUNTIME_STATUS_SUSPENDED)
	must(t, h.TerminateOrchestration(h.ctx, id, api.WithRawOutput(`"enough"`)))
	state := h.ended(id)
	equal(t, state.RuntimeStatus, api.RUNTIME_STATUS_TERMINATED)
	equal(t, state.SerializedOutput, `"enough"`)
}

func TestAnOrchestrationWhoseStartLiesAheadCanBeTerminated(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	id := h.start("waits", api.WithStartTime(time.Now().Add(time.Hour)))
	must(t, h.TerminateOrchestration(h.ctx, id, api.WithOutput("never mind")))
	state := h.ended(id)
	equal(t, state.RuntimeStatus, api.RUNTIME_STATUS_TERMINATED)
	equal(t, state.SerializedOutput, `"never mind"`)
}

func TestRecursiveTerminationEndsEveryDescendant(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	id := h.start("grandparent", api.WithInstanceID("family"))
	h.reaches("family-child-child", api.RUNTIME_STATUS_RUNNING)
	must(t, h.TerminateOrchestration(h.ctx, id, api.WithRecursiveTerminate(true)))
	for _, one := range []api.InstanceID{"family", "family-child", "family-child-child"} {
		equal(t, h.ended(one).RuntimeStatus, api.RUNTIME_STATUS_TERMINATED)
	}
}

func TestTerminationOfTheParentAloneLeavesItsChildRunning(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	id := h.start("parent", api.WithInstanceID("lonely"))
	h.reaches("lonely-child", api.RUNTIME_STATUS_RUNNING)
	must(t, h.TerminateOrchestration(h.ctx, id, api.WithRecursiveTerminate(false)))
	equal(t, h.ended(id).RuntimeStatus, api.RUNTIME_STATUS_TERMINATED)
	h.raise("lonely-child", "go", "alone")
	output(t, h.ended("lonely-child"), `"alone"`)
}

func TestPurgeForgetsAnOrchestrationAndItsDescendants(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	id := h.start("parent", api.WithInstanceID("purged"))
	h.reaches("purged-child", api.RUNTIME_STATUS_RUNNING)
	// What still runs is not purged.
	err := h.PurgeOrchestrationState(h.ctx, id)
	equal(t, errors.Is(err, api.ErrInstanceNotFound), true)
	h.raise("purged-child", "go", nil)
	h.ended(id)
	must(t, h.PurgeOrchestrationState(h.ctx, id, api.WithRecursivePurge(true)))
	for _, one := range []api.InstanceID{"purged", "purged-child"} {
		_, err := h.FetchOrchestrationMetadata(h.ctx, one)
		equal(t, errors.Is(err, api.ErrInstanceNotFound), true)
	}
}

func TestNothingIsFoundUnderAnUnknownID(t *testing.T) {
	h := newHub(t)
	_, err := h.FetchOrchestrationMetadata(h.ctx, "nobody")
	equal(t, errors.Is(err, api.ErrInstanceNotFound), true)
	err = h.PurgeOrchestrationState(h.ctx, "nobody")
	equal(t, errors.Is(err, api.ErrInstanceNotFound), true)
	h.raise("nobody", "go", nil)
}

func TestAnOrchestrationStaysPendingUntilAWorkerComes(t *testing.T) {
	h := newHub(t)
	id := h.start("waits")
	soon, cancel := context.WithTimeout(h.ctx, 300*time.Millisecond)
	defer cancel()
	_, err := h.WaitForOrchestrationStart(soon, id)
	equal(t, errors.Is(err, context.DeadlineExceeded), true)
	equal(t, h.state(id).RuntimeStatus, api.RUNTIME_STATUS_PENDING)
	h.work(registerWaiting)
	equal(t, h.started(id).RuntimeStatus, api.RUNTIME_STATUS_RUNNING)
}

func TestAScheduledStartWaitsForItsTime(t *testing.T) {
	h := newHub(t)
	h.work(registerWaiting)
	due := time.Now().Add(time.Second)
	id := h.start("waits", api.WithStartTime(due))
	h.raise(id, "go", "early")
	equal(t, h.state(id).RuntimeStatus, api.RUNTIME_STATUS_PENDING)
	state := h.ended(id)
	output(t, state, `"early"`)
	equal(t, state.LastUpdatedAt.Before(due), false)
}

func TestWorkOfAWorkerThatLeavesIsGivenToTheNext(t *testing.T) {
	h := newHub(t)
	taken := make(chan bool, 1)
	stop := h.work(func(r *task.TaskRegistry) {
		_ = r.AddActivityN("*", func(ctx task.ActivityContext) (any, error) {
			taken <- true
			<-ctx.Context().Done()
			return nil, ctx.Context().Err()
		})
		_ = r.AddOrchestratorN("calls", func(ctx *task.OrchestrationContext) (any, error) {
			var number int
			err := ctx.CallActivity("double", task.WithActivityInput(4)).Await(&number)
			return number, err
		})
	})
	id := h.start("calls")
	<-taken
	stop()
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddActivityN("double", double)
		_ = r.AddOrchestratorN("calls", func(ctx *task.OrchestrationContext) (any, error) {
			var number int
			err := ctx.CallActivity("double", task.WithActivityInput(4)).Await(&number)
			return number, err
		})
	})
	output(t, h.ended(id), "8")
}

func TestADuplicateIDIsRefusedByName(t *testing.T) {
	h := newHub(t)
	id := h.start("waits")
	_, err := h.ScheduleNewOrchestration(h.ctx, "waits", api.WithInstanceID(id))
	equal(t, err != nil && strings.Contains(err.Error(), string(id)), true)
}

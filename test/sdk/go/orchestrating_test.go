package scenarios

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/microsoft/durabletask-go/api"
	"github.com/microsoft/durabletask-go/task"
)

func double(ctx task.ActivityContext) (any, error) {
	var number int
	err := ctx.GetInput(&number)
	return number * 2, err
}

func waitsForGo(ctx *task.OrchestrationContext) (any, error) {
	var payload any
	err := ctx.WaitForSingleEvent("go", -1).Await(&payload)
	return payload, err
}

func TestAChainOfActivitiesPassesResultsOn(t *testing.T) {
	h := newHub(t)
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddActivityN("double", double)
		_ = r.AddOrchestratorN("chain", func(ctx *task.OrchestrationContext) (any, error) {
			var number int
			err := ctx.GetInput(&number)
			for step := 0; step < 5 && err == nil; step++ {
				err = ctx.CallActivity("double", task.WithActivityInput(number)).Await(&number)
			}
			return number, err
		})
	})
	output(t, h.ended(h.start("chain", api.WithInput(1))), "32")
}

func TestAFanOutGetsEveryResultBack(t *testing.T) {
	h := newHub(t)
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddActivityN("double", double)
		_ = r.AddOrchestratorN("fan-out", func(ctx *task.OrchestrationContext) (any, error) {
			tasks := []task.Task{}
			for number := 0; number < 20; number++ {
				tasks = append(tasks, ctx.CallActivity("double", task.WithActivityInput(number)))
			}
			sum := 0
			for _, one := range tasks {
				var number int
				if err := one.Await(&number); err != nil {
					return nil, err
				}
				sum += number
			}
			return sum, nil
		})
	})
	output(t, h.ended(h.start("fan-out")), "380")
}

func TestATimerNeverFiresEarly(t *testing.T) {
	h := newHub(t)
	const delay = 1200 * time.Millisecond
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddOrchestratorN("sleeps", func(ctx *task.OrchestrationContext) (any, error) {
			before := ctx.CurrentTimeUtc
			err := ctx.CreateTimer(delay).Await(nil)
			return ctx.CurrentTimeUtc.Sub(before) >= delay, err
		})
	})
	state := h.ended(h.start("sleeps"))
	output(t, state, "true")
	equal(t, state.LastUpdatedAt.Before(state.CreatedAt.Add(delay)), false)
}

func TestAFailedActivityIsRetriedUntilItSucceeds(t *testing.T) {
	h := newHub(t)
	var attempts atomic.Int32
	policy := &task.RetryPolicy{MaxAttempts: 5, InitialRetryInterval: 10 * time.Millisecond}
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddActivityN("unsteady", func(task.ActivityContext) (any, error) {
			if attempts.Add(1) < 3 {
				return nil, errors.New("not yet")
			}
			return nil, nil
		})
		_ = r.AddOrchestratorN("retries", func(ctx *task.OrchestrationContext) (any, error) {
			return nil, ctx.CallActivity("unsteady", task.WithActivityRetryPolicy(policy)).Await(nil)
		})
	})
	equal(t, h.ended(h.start("retries")).RuntimeStatus, api.RUNTIME_STATUS_COMPLETED)
	equal(t, attempts.Load(), 3)
}

func TestAnActivityThatKeepsFailingFailsItsCaller(t *testing.T) {
	h := newHub(t)
	var message atomic.Value
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddActivityN("broken", func(task.ActivityContext) (any, error) {
			return nil, errors.New("no luck")
		})
		_ = r.AddOrchestratorN("fails", func(ctx *task.OrchestrationContext) (any, error) {
			err := ctx.CallActivity("broken").Await(nil)
			message.Store(err.Error())
			return nil, err
		})
	})
	equal(t, h.ended(h.start("fails")).RuntimeStatus, api.RUNTIME_STATUS_FAILED)
	equal(t, strings.Contains(message.Load().(string), "no luck"), true)
}

func TestASubOrchestrationAnswersItsParent(t *testing.T) {
	h := newHub(t)
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddActivityN("double", double)
		_ = r.AddOrchestratorN("child", func(ctx *task.OrchestrationContext) (any, error) {
			var number int
			if err := ctx.GetInput(&number); err != nil {
				return nil, err
			}
			err := ctx.CallActivity("double", task.WithActivityInput(number)).Await(&number)
			return number, err
		})
		_ = r.AddOrchestratorN("parent", func(ctx *task.OrchestrationContext) (any, error) {
			var number int
			// Without an id of its own: the server chooses one.
			err := ctx.CallSubOrchestrator("child", task.WithSubOrchestratorInput(21)).Await(&number)
			return number, err
		})
	})
	output(t, h.ended(h.start("parent")), "42")
}

func TestAFailedSubOrchestrationIsRetriedUnderItsID(t *testing.T) {
	h := newHub(t)
	var attempts atomic.Int32
	policy := &task.RetryPolicy{MaxAttempts: 3, InitialRetryInterval: 10 * time.Millisecond}
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddOrchestratorN("child", func(ctx *task.OrchestrationContext) (any, error) {
			if attempts.Add(1) < 3 {
				return nil, errors.New("not yet")
			}
			return string(ctx.ID), nil
		})
		_ = r.AddOrchestratorN("parent", func(ctx *task.OrchestrationContext) (any, error) {
			return nil, ctx.CallSubOrchestrator("child",
				task.WithSubOrchestrationInstanceID("the-child"),
				task.WithSubOrchestrationRetryPolicy(policy)).Await(nil)
		})
	})
	equal(t, h.ended(h.start("parent")).RuntimeStatus, api.RUNTIME_STATUS_COMPLETED)
	output(t, h.state("the-child"), `"the-child"`)
}

func TestEventsArriveInTheirOrderWhenRaisedAtOnce(t *testing.T) {
	h := newHub(t)
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddOrchestratorN("collects", func(ctx *task.OrchestrationContext) (any, error) {
			numbers := []int{}
			for len(numbers) < 10 {
				var number int
				// Names are compared without regard to case.
				if err := ctx.WaitForSingleEvent("NUMBER", -1).Await(&number); err != nil {
					return nil, err
				}
				numbers = append(numbers, number)
			}
			return numbers, nil
		})
	})
	id := h.start("collects")
	for number := 0; number < 10; number++ {
		h.raise(id, "number", number)
	}
	output(t, h.ended(id), "[0,1,2,3,4,5,6,7,8,9]")
}

func TestWaitingForAnEventEndsWithItsTimeout(t *testing.T) {
	h := newHub(t)
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddOrchestratorN("gives-up", func(ctx *task.OrchestrationContext) (any, error) {
			err := ctx.WaitForSingleEvent("never", 100*time.Millisecond).Await(nil)
			return errors.Is(err, task.ErrTaskCanceled), nil
		})
	})
	output(t, h.ended(h.start("gives-up")), "true")
}

func TestContinueAsNewKeepsEventsThatWereNotConsumed(t *testing.T) {
	h := newHub(t)
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddOrchestratorN("counts", func(ctx *task.OrchestrationContext) (any, error) {
			var count int
			if err := ctx.GetInput(&count); err != nil {
				return nil, err
			}
			if count == 5 {
				return count, nil
			}
			if err := ctx.WaitForSingleEvent("tick", -1).Await(nil); err != nil {
				return nil, err
			}
			ctx.ContinueAsNew(count+1, task.WithKeepUnprocessedEvents())
			return nil, nil
		})
	})
	id := h.start("counts", api.WithInput(0))
	for tick := 0; tick < 5; tick++ {
		h.raise(id, "tick", nil)
	}
	state := h.ended(id)
	output(t, state, "5")
	equal(t, state.SerializedInput, "5")
}

func TestACustomStatusIsVisibleWhileItsOrchestrationRuns(t *testing.T) {
	h := newHub(t)
	h.work(func(r *task.TaskRegistry) {
		_ = r.AddOrchestratorN("tells", func(ctx *task.OrchestrationContext) (any, error) {
			ctx.SetCustomStatus("waiting")
			_, err := waitsForGo(ctx)
			ctx.SetCustomStatus("done")
			return nil, err
		})
	})
	id := h.start("tells")
	state := h.started(id)
	equal(t, state.RuntimeStatus, api.RUNTIME_STATUS_RUNNING)
	equal(t, state.SerializedCustomStatus, "waiting")
	h.raise(id, "go", nil)
	equal(t, h.ended(id).SerializedCustomStatus, "done")
}

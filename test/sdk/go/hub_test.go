package scenarios

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/microsoft/durabletask-go/api"
	"github.com/microsoft/durabletask-go/client"
	"github.com/microsoft/durabletask-go/task"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/emptypb"
)

// No scenario takes this long; one that does has failed.
const patience = 30 * time.Second

// A hub is one scenario's own task hub, so that scenarios run side by side.
type hub struct {
	*client.TaskHubGrpcClient
	t   *testing.T
	ctx context.Context
}

// newHub creates a task hub named after the scenario on the server under test.
func newHub(t *testing.T) *hub {
	t.Helper()
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	connection := connect(t)
	// The SDK has no call for it; the request's only field is absent by default.
	empty := &emptypb.Empty{}
	must(t, connection.Invoke(ctx, "/TaskHubSidecarService/CreateTaskHub", empty, empty))
	return &hub{client.NewTaskHubGrpcClient(connection, silent{}), t, ctx}
}

// connect opens a connection whose calls name the scenario's hub, as the service wants.
func connect(t *testing.T) *grpc.ClientConn {
	t.Helper()
	named := func(ctx context.Context) context.Context {
		return metadata.AppendToOutgoingContext(ctx, "taskhub", strings.ToLower(t.Name()))
	}
	connection, err := grpc.Dial(
		os.Getenv("DTK_SCENARIO_ADDRESS"),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithUnaryInterceptor(func(ctx context.Context, method string, request, reply any,
			connection *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
			return invoke(named(ctx), method, request, reply, connection, options...)
		}),
		grpc.WithStreamInterceptor(func(ctx context.Context, description *grpc.StreamDesc,
			connection *grpc.ClientConn, method string, stream grpc.Streamer,
			options ...grpc.CallOption) (grpc.ClientStream, error) {
			return stream(named(ctx), description, connection, method, options...)
		}),
	)
	must(t, err)
	t.Cleanup(func() { _ = connection.Close() })
	return connection
}

// work starts a worker with what register puts into it, until the scenario ends or stop is called.
func (h *hub) work(register func(*task.TaskRegistry)) (stop context.CancelFunc) {
	h.t.Helper()
	registry := task.NewTaskRegistry()
	register(registry)
	ctx, stop := context.WithCancel(h.ctx)
	h.t.Cleanup(stop)
	must(h.t, h.StartWorkItemListener(ctx, registry))
	return stop
}

// start schedules an orchestration.
func (h *hub) start(name string, options ...api.NewOrchestrationOptions) api.InstanceID {
	h.t.Helper()
	id, err := h.ScheduleNewOrchestration(h.ctx, name, options...)
	must(h.t, err)
	return id
}

// ended waits for an orchestration's end.
func (h *hub) ended(id api.InstanceID) *api.OrchestrationMetadata {
	h.t.Helper()
	state, err := h.WaitForOrchestrationCompletion(h.ctx, id)
	must(h.t, err)
	return state
}

// started waits until an orchestration is no longer pending.
func (h *hub) started(id api.InstanceID) *api.OrchestrationMetadata {
	h.t.Helper()
	state, err := h.WaitForOrchestrationStart(h.ctx, id)
	must(h.t, err)
	return state
}

// state reads an orchestration that exists.
func (h *hub) state(id api.InstanceID) *api.OrchestrationMetadata {
	h.t.Helper()
	state, err := h.FetchOrchestrationMetadata(h.ctx, id)
	must(h.t, err)
	return state
}

// reaches waits until an orchestration has the status.
func (h *hub) reaches(id api.InstanceID, status api.OrchestrationStatus) {
	h.t.Helper()
	for {
		state, err := h.FetchOrchestrationMetadata(h.ctx, id)
		if err == nil && state.RuntimeStatus == status {
			return
		}
		if h.ctx.Err() != nil {
			h.t.Fatalf("%s did not become %v: %v, %v", id, status, state, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// raise sends an event.
func (h *hub) raise(id api.InstanceID, name string, payload any) {
	h.t.Helper()
	must(h.t, h.RaiseEvent(h.ctx, id, name, api.WithEventPayload(payload)))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[Value comparable](t *testing.T, actual, expected Value) {
	t.Helper()
	if actual != expected {
		t.Fatalf("got %v, expected %v", actual, expected)
	}
}

// output compares the whole outcome: an orchestration that failed has no output.
func output(t *testing.T, state *api.OrchestrationMetadata, expected string) {
	t.Helper()
	equal(t, state.RuntimeStatus, api.RUNTIME_STATUS_COMPLETED)
	equal(t, state.SerializedOutput, expected)
}

type silent struct{}

func (silent) Debug(...any)          {}
func (silent) Debugf(string, ...any) {}
func (silent) Info(...any)           {}
func (silent) Infof(string, ...any)  {}
func (silent) Warn(...any)           {}
func (silent) Warnf(string, ...any)  {}
func (silent) Error(...any)          {}
func (silent) Errorf(string, ...any) {}

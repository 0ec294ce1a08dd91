package scenarios;

import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.RewindInstanceRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** The protocol has rewinding, this SDK has not: its workers do not know the event. */
class RewindScenarios extends OnItsOwnHub {
    private void rewind(String id) {
        hub.calls().rewindInstance(RewindInstanceRequest.newBuilder().setInstanceId(id).build());
    }

    private Status.Code refusalOf(String id) {
        var exception = assertThrows(StatusRuntimeException.class, () -> rewind(id));
        return exception.getStatus().getCode();
    }

    @Test
    void what_does_not_exist_cannot_be_rewound() {
        assertEquals(Status.Code.NOT_FOUND, refusalOf("nobody"));
    }

    @Test
    void only_what_has_failed_can_be_rewound() throws Exception {
        hub.worker()
                .orchestrator("echo", context -> context.complete(context.getInput(Object.class)))
                .orchestrator("waits", context -> context.waitForExternalEvent("go").await())
                .start();
        hub.output(hub.start("echo", 1, "completed"), Integer.class);
        hub.started(hub.start("waits", null, "running"));
        assertEquals(Status.Code.FAILED_PRECONDITION, refusalOf("completed"));
        assertEquals(Status.Code.FAILED_PRECONDITION, refusalOf("running"));
        assertEquals(1, hub.state("completed").readOutputAs(Integer.class));
    }

    @Test
    void a_worker_that_cannot_rewind_leaves_the_failure_as_it_was() throws Exception {
        var runs = new AtomicInteger();
        hub.worker().activity("fails", context -> {
            throw new IllegalStateException("failure " + runs.incrementAndGet());
        }).orchestrator("calls", context -> context.callActivity("fails").await()).start();
        var id = hub.start("calls");
        hub.ended(id);
        rewind(id);
        var state = hub.reaches(id, OrchestrationRuntimeStatus.FAILED);
        assertEquals(true, state.getFailureDetails().getErrorMessage().contains("failure 1"));
        assertEquals(1, runs.get());
    }
}

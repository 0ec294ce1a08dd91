package scenarios;

import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ManagingScenarios extends OnItsOwnHub {
    private Worker worker;

    @BeforeEach
    void prepareWorker() {
        worker = hub.worker()
                .orchestrator("echo", context -> context.complete(context.getInput(Object.class)))
                .orchestrator("waits", context ->
                        context.complete(context.waitForExternalEvent("go", Object.class).await()));
    }

    @Test
    void a_suspended_orchestration_holds_its_events_until_resumed() throws Exception {
        worker.start();
        var id = hub.start("waits");
        hub.started(id);
        hub.client.suspendInstance(id, "a break");
        hub.reaches(id, OrchestrationRuntimeStatus.SUSPENDED);
        hub.client.raiseEvent(id, "go", "on");
        assertThrows(TimeoutException.class,
                () -> hub.client.waitForInstanceCompletion(id, Duration.ofMillis(500), false));
        assertEquals(OrchestrationRuntimeStatus.SUSPENDED, hub.state(id).getRuntimeStatus());
        hub.client.resumeInstance(id, "go on");
        assertEquals("on", hub.output(id, String.class));
    }

    @Test
    void an_orchestration_can_be_suspended_before_it_starts() throws Exception {
        var id = hub.start("waits");
        hub.client.suspendInstance(id);
        worker.start();
        var state = hub.started(id);
        assertEquals(OrchestrationRuntimeStatus.SUSPENDED, state.getRuntimeStatus());
        hub.client.resumeInstance(id);
        hub.client.raiseEvent(id, "go", "on");
        assertEquals("on", hub.output(id, String.class));
    }

    @Test
    void suspending_what_has_ended_changes_nothing() throws Exception {
        worker.start();
        var id = hub.start("echo", 1);
        hub.output(id, Integer.class);
        hub.client.suspendInstance(id);
        hub.client.resumeInstance(id);
        hub.client.terminate(id, "late");
        assertEquals(1, hub.output(id, Integer.class));
    }

    @Test
    void termination_keeps_the_output_it_is_given() throws Exception {
        worker.start();
        var id = hub.start("waits");
        hub.started(id);
        hub.client.terminate(id, Map.of("code", 7));
        var state = hub.ended(id);
        assertEquals(OrchestrationRuntimeStatus.TERMINATED, state.getRuntimeStatus());
        assertEquals(Map.of("code", 7), state.readOutputAs(Map.class));
    }

    @Test
    void termination_right_after_the_start_is_termination() throws Exception {
        worker.start();
        var id = hub.start("waits");
        hub.client.terminate(id, null);
        var state = hub.ended(id);
        assertEquals(OrchestrationRuntimeStatus.TERMINATED, state.getRuntimeStatus());
        assertEquals(null, state.readOutputAs(String.class));
    }

    @Test
    void a_suspended_orchestration_can_be_terminated() throws Exception {
        worker.start();
        var id = hub.start("waits");
        hub.client.suspendInstance(id, "a break");
        hub.client.terminate(id, "enough");
        var state = hub.ended(id);
        assertEquals(OrchestrationRuntimeStatus.TERMINATED, state.getRuntimeStatus());
        assertEquals("enough", state.readOutputAs(String.class));
    }

    @Test
    void a_restart_keeps_id_name_and_input() throws Exception {
        worker.start();
        var id = hub.start("echo", "again");
        hub.output(id, String.class);
        var created = hub.state(id).getCreatedAt();
        assertEquals(id, hub.client.restartInstance(id, false));
        assertEquals("again", hub.output(id, String.class));
        assertNotEquals(created, hub.state(id).getCreatedAt());
    }

    @Test
    void a_restart_under_a_new_id_leaves_the_old_one() throws Exception {
        worker.start();
        var id = hub.start("waits", "input");
        hub.started(id);
        var copy = hub.client.restartInstance(id, true);
        assertNotEquals(id, copy);
        assertEquals("input", hub.started(copy).readInputAs(String.class));
        assertEquals(OrchestrationRuntimeStatus.RUNNING, hub.state(id).getRuntimeStatus());
    }

    @Test
    void what_does_not_exist_cannot_be_restarted() {
        assertThrows(IllegalArgumentException.class,
                () -> hub.client.restartInstance("nobody", true));
    }

    @Test
    void a_hub_that_is_deleted_is_gone_with_all_that_was_in_it() {
        hub.start("echo", 1, "gone");
        hub.client.deleteTaskHub();
        var refusal = assertThrows(StatusRuntimeException.class, () -> hub.state("gone"));
        assertEquals(Status.Code.NOT_FOUND, refusal.getStatus().getCode());
        hub.client.createTaskHub(false);
        assertEquals(false, hub.state("gone").isInstanceFound());
    }

    @Test
    void a_hub_that_exists_is_kept_unless_it_is_to_be_recreated() {
        hub.start("echo", 1, "kept");
        hub.client.createTaskHub(false);
        assertEquals(true, hub.state("kept").isInstanceFound());
        hub.client.createTaskHub(true);
        assertEquals(false, hub.state("kept").isInstanceFound());
    }
}

package scenarios;

import com.microsoft.durabletask.NewOrchestrationInstanceOptions;
import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.GetInstanceRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StartingScenarios extends OnItsOwnHub {
    private Worker working() {
        return hub.worker()
                .orchestrator("echo", context -> context.complete(context.getInput(Object.class)))
                .orchestrator("waits", context -> context.waitForExternalEvent("go").await());
    }

    private Status refusalOf(Runnable call) {
        return assertThrows(StatusRuntimeException.class, call::run).getStatus();
    }

    @Test
    void every_start_without_an_id_gets_one_of_its_own() throws Exception {
        working().start();
        var first = hub.start("echo", 1);
        var second = hub.start("echo", 2);
        assertNotEquals(first, second);
        assertEquals(1, hub.output(first, Integer.class));
        assertEquals(2, hub.output(second, Integer.class));
    }

    @Test
    void an_id_may_be_chosen_and_case_counts() throws Exception {
        working().start();
        assertEquals("Order 7/~", hub.start("echo", 1, "Order 7/~"));
        assertEquals(1, hub.output("Order 7/~", Integer.class));
        assertFalse(hub.state("order 7/~").isInstanceFound());
    }

    @Test
    void a_live_id_cannot_be_started_again() throws Exception {
        working().start();
        hub.started(hub.start("waits", "first", "taken"));
        var refusal = refusalOf(() -> hub.start("waits", "second", "taken"));
        assertEquals(Status.Code.ALREADY_EXISTS, refusal.getCode());
        assertTrue(refusal.getDescription().contains("taken"));
        assertEquals("first", hub.state("taken").readInputAs(String.class));
    }

    @Test
    void an_ended_id_can_be_started_again() throws Exception {
        working().start();
        hub.output(hub.start("echo", 1, "again"), Integer.class);
        var created = hub.state("again").getCreatedAt();
        hub.start("echo", 2, "again");
        assertEquals(2, hub.output("again", Integer.class));
        assertTrue(hub.state("again").getCreatedAt().isAfter(created));
    }

    @Test
    void an_id_of_more_than_a_hundred_characters_is_refused() {
        hub.start("echo", 1, "x".repeat(100));
        var refusal = refusalOf(() -> hub.start("echo", 1, "x".repeat(101)));
        assertEquals(Status.Code.INVALID_ARGUMENT, refusal.getCode());
    }

    @Test
    void a_payload_of_more_than_a_megabyte_is_refused() {
        var refusal = refusalOf(() -> hub.start("echo", "x".repeat(1_100_000)));
        assertEquals(Status.Code.INVALID_ARGUMENT, refusal.getCode());
    }

    @Test
    void a_large_payload_arrives_whole() throws Exception {
        working().start();
        var text = "äöü€𝄞\u0000\"\\".repeat(40_000);
        assertEquals(text, hub.output(hub.start("echo", text), String.class));
    }

    @Test
    void a_version_is_kept() {
        var id = hub.client.scheduleNewOrchestrationInstance("echo",
                new NewOrchestrationInstanceOptions().setVersion("1.2"));
        var request = GetInstanceRequest.newBuilder().setInstanceId(id).build();
        var state = hub.calls().getInstance(request).getOrchestrationState();
        assertEquals("1.2", state.getVersion().getValue());
    }

    @Test
    void a_scheduled_start_waits_for_its_time() throws Exception {
        working().start();
        var due = Instant.now().plusMillis(1_200);
        var id = hub.client.scheduleNewOrchestrationInstance("echo",
                new NewOrchestrationInstanceOptions().setInput("due").setStartTime(due));
        assertEquals(OrchestrationRuntimeStatus.PENDING, hub.state(id).getRuntimeStatus());
        assertEquals("due", hub.output(id, String.class));
        assertTrue(hub.state(id).getLastUpdatedAt().toEpochMilli() >= due.toEpochMilli());
    }

    @Test
    void without_a_worker_it_stays_pending_until_one_comes() throws Exception {
        var id = hub.start("echo", "late");
        var patience = Duration.ofMillis(300);
        assertThrows(TimeoutException.class, () -> hub.client.waitForInstanceStart(id, patience));
        assertEquals(OrchestrationRuntimeStatus.PENDING, hub.state(id).getRuntimeStatus());
        working().start();
        assertEquals("late", hub.output(id, String.class));
    }

    @Test
    void it_is_pending_until_its_first_turn_has_ended() throws Exception {
        hub.worker().orchestrator("thinks", context -> {
            pause(Duration.ofMillis(1_000));
            context.complete("thought");
        }).start();
        var id = hub.start("thinks");
        var patience = Duration.ofMillis(500);
        assertThrows(TimeoutException.class, () -> hub.client.waitForInstanceStart(id, patience));
        assertEquals("thought", hub.output(id, String.class));
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException exception) {
            throw new IllegalStateException("interrupted", exception);
        }
    }

    @Test
    void waiting_for_an_end_has_a_timeout() throws Exception {
        working().start();
        var id = hub.start("waits");
        assertThrows(TimeoutException.class,
                () -> hub.client.waitForInstanceCompletion(id, Duration.ofMillis(400), false));
        assertEquals(OrchestrationRuntimeStatus.RUNNING, hub.state(id).getRuntimeStatus());
    }

    @Test
    void many_wait_for_the_same_end() throws Exception {
        working().start();
        var id = hub.start("waits");
        var ends = new Thread[5];
        for (int index = 0; index < ends.length; index++) {
            ends[index] = new Thread(() -> assertTrue(ended(id)));
            ends[index].start();
        }
        hub.client.raiseEvent(id, "go");
        for (var end : ends) end.join(Hub.PATIENCE.toMillis());
        for (var end : ends) assertFalse(end.isAlive());
    }

    private boolean ended(String id) {
        try {
            return hub.ended(id).isCompleted();
        } catch (TimeoutException exception) {
            return false;
        }
    }

    @Test
    void an_orchestrator_that_no_worker_knows_fails() throws Exception {
        working().start();
        var state = hub.ended(hub.start("unknown"));
        assertEquals(OrchestrationRuntimeStatus.FAILED, state.getRuntimeStatus());
    }

    @Test
    void an_orchestrator_that_throws_fails_with_type_message_and_place() throws Exception {
        hub.worker().orchestrator("throws", context -> {
            throw new UnsupportedOperationException("not today");
        }).start();
        var details = hub.ended(hub.start("throws")).getFailureDetails();
        assertEquals(UnsupportedOperationException.class.getName(), details.getErrorType());
        assertEquals("not today", details.getErrorMessage());
        assertTrue(details.getStackTrace().contains("StartingScenarios"));
    }
}

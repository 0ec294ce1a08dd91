package scenarios;

import com.microsoft.durabletask.OrchestrationMetadata;
import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.OrchestrationStatusQuery;
import com.microsoft.durabletask.PurgeInstanceCriteria;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.durabletask.OrchestrationRuntimeStatus.COMPLETED;
import static com.microsoft.durabletask.OrchestrationRuntimeStatus.FAILED;
import static com.microsoft.durabletask.OrchestrationRuntimeStatus.RUNNING;
import static com.microsoft.durabletask.OrchestrationRuntimeStatus.TERMINATED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class QueryScenarios extends OnItsOwnHub {
    @BeforeEach
    void startWorker() {
        hub.worker()
                .orchestrator("echo", context -> context.complete(context.getInput(Object.class)))
                .orchestrator("waits", context -> context.waitForExternalEvent("go").await())
                .orchestrator("throws", context -> {
                    throw new IllegalStateException("no luck");
                }).start();
    }

    /** One orchestration of every status, with ids that say so. */
    private void startEveryStatus() throws TimeoutException {
        hub.ended(hub.start("echo", 1, "x-completed"));
        hub.ended(hub.start("throws", 2, "x-failed"));
        hub.started(hub.start("waits", 3, "y-running"));
        hub.started(hub.start("waits", 4, "y-terminated"));
        hub.client.terminate("y-terminated", null);
        hub.ended("y-terminated");
    }

    private static OrchestrationStatusQuery query() {
        return new OrchestrationStatusQuery();
    }

    private List<String> ids(OrchestrationStatusQuery query) {
        return hub.client.queryInstances(query).getOrchestrationState().stream()
                .map(OrchestrationMetadata::getInstanceId).sorted().collect(Collectors.toList());
    }

    @Test
    void a_query_for_nothing_in_particular_gives_all() throws Exception {
        startEveryStatus();
        var expected = List.of("x-completed", "x-failed", "y-running", "y-terminated");
        assertEquals(expected, ids(query()));
    }

    @Test
    void a_query_asks_for_any_of_some_statuses() throws Exception {
        startEveryStatus();
        var statuses = new ArrayList<>(List.of(FAILED, RUNNING));
        var expected = List.of("x-failed", "y-running");
        assertEquals(expected, ids(query().setRuntimeStatusList(statuses)));
        var none = new ArrayList<>(List.of(OrchestrationRuntimeStatus.PENDING));
        assertEquals(List.of(), ids(query().setRuntimeStatusList(none)));
    }

    @Test
    void a_query_asks_for_the_beginning_of_ids() throws Exception {
        startEveryStatus();
        var expected = List.of("y-running", "y-terminated");
        assertEquals(expected, ids(query().setInstanceIdPrefix("y-")));
        assertEquals(List.of(), ids(query().setInstanceIdPrefix("Y-")));
    }

    @Test
    void a_query_asks_for_a_span_of_creation_times() throws Exception {
        hub.ended(hub.start("echo", 1, "before"));
        var middle = Instant.now().plusMillis(1);
        while (Instant.now().isBefore(middle)) Thread.onSpinWait();
        hub.ended(hub.start("echo", 2, "after"));
        assertEquals(List.of("after"), ids(query().setCreatedTimeFrom(middle)));
        assertEquals(List.of("before"), ids(query().setCreatedTimeTo(middle)));
        var later = middle.plusSeconds(3_600);
        assertEquals(List.of(), ids(query().setCreatedTimeFrom(later)));
        assertEquals(List.of("after"),
                ids(query().setCreatedTimeFrom(middle).setCreatedTimeTo(later)));
    }

    @Test
    void payloads_come_with_a_query_only_when_asked_for() throws Exception {
        hub.ended(hub.start("echo", "payload", "one"));
        var without = hub.client.queryInstances(query()).getOrchestrationState().get(0);
        assertEquals("", without.getSerializedInput());
        assertEquals("", without.getSerializedOutput());
        var with = hub.client.queryInstances(query().setFetchInputsAndOutputs(true))
                .getOrchestrationState().get(0);
        assertEquals("payload", with.readInputAs(String.class));
        assertEquals("payload", with.readOutputAs(String.class));
    }

    @Test
    void pages_together_have_everything_once_whatever_their_size() throws Exception {
        for (int number = 0; number < 7; number++) hub.start("echo", number, "page-" + number);
        for (int size = 1; size <= 8; size++) {
            var seen = new ArrayList<String>();
            var pages = 0;
            var query = query().setMaxInstanceCount(size);
            do {
                var page = hub.client.queryInstances(query);
                assertTrue(page.getOrchestrationState().size() <= size);
                page.getOrchestrationState().forEach(state -> seen.add(state.getInstanceId()));
                query.setContinuationToken(page.getContinuationToken());
                pages++;
            } while (!query.getContinuationToken().isEmpty());
            assertEquals(7, seen.stream().distinct().count());
            assertEquals(7, seen.size());
            assertEquals((7 + size - 1) / size, pages, "pages of " + size);
        }
    }

    @Test
    void a_purge_forgets_one_that_has_ended() throws Exception {
        startEveryStatus();
        assertEquals(1, hub.client.purgeInstance("x-completed").getDeletedInstanceCount());
        assertFalse(hub.state("x-completed").isInstanceFound());
        assertEquals(0, hub.client.purgeInstance("x-completed").getDeletedInstanceCount());
    }

    @Test
    void a_purge_leaves_what_still_runs() throws Exception {
        startEveryStatus();
        assertEquals(0, hub.client.purgeInstance("y-running").getDeletedInstanceCount());
        var all = new PurgeInstanceCriteria().setCreatedTimeFrom(Instant.EPOCH);
        assertEquals(3, hub.client.purgeInstances(all).getDeletedInstanceCount());
        assertEquals(List.of("y-running"), ids(query()));
    }

    @Test
    void a_purge_asks_for_statuses() throws Exception {
        startEveryStatus();
        var criteria = new PurgeInstanceCriteria().setCreatedTimeFrom(Instant.EPOCH)
                .setRuntimeStatusList(new ArrayList<>(List.of(COMPLETED, TERMINATED)));
        assertEquals(2, hub.client.purgeInstances(criteria).getDeletedInstanceCount());
        assertEquals(List.of("x-failed", "y-running"), ids(query()));
    }

    @Test
    void a_purge_asks_for_a_span_of_creation_times() throws Exception {
        startEveryStatus();
        var soon = Instant.now().plus(Duration.ofHours(1));
        var later = new PurgeInstanceCriteria().setCreatedTimeFrom(soon);
        assertEquals(0, hub.client.purgeInstances(later).getDeletedInstanceCount());
        var until = new PurgeInstanceCriteria().setCreatedTimeFrom(Instant.EPOCH)
                .setCreatedTimeTo(soon);
        assertEquals(3, hub.client.purgeInstances(until).getDeletedInstanceCount());
    }

    @Test
    void a_purge_has_a_timeout() {
        var criteria = new PurgeInstanceCriteria().setCreatedTimeFrom(Instant.EPOCH)
                .setTimeout(Duration.ofNanos(1));
        assertThrows(TimeoutException.class, () -> hub.client.purgeInstances(criteria));
    }
}

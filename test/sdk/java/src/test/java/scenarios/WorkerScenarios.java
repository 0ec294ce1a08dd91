package scenarios;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.ActivityResponse;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestratorResponse;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WorkerScenarios extends OnItsOwnHub {
    @Test
    @Timeout(60)
    void two_workers_share_the_work() throws Exception {
        // Each activity waits for another to run beside it, which takes a second worker.
        var both = new CountDownLatch(2);
        var connected = ConcurrentHashMap.<Integer>newKeySet();
        for (int count = 0; count < 2; count++) {
            var number = count;
            hub.worker().orchestrator("connects", context -> {
                connected.add(number);
                context.complete(true);
            }).activity("meets", context -> {
                both.countDown();
                return both.getCount() == 0 || met(both);
            }).orchestrator("pair", context -> {
                var first = context.callActivity("meets", Boolean.class);
                var second = context.callActivity("meets", Boolean.class);
                context.complete(first.await() && second.await());
            }).start();
        }
        // What is there before the second is connected, the first takes alone.
        while (connected.size() < 2) hub.output(hub.start("connects"), Boolean.class);
        assertEquals(true, hub.output(hub.start("pair"), Boolean.class));
    }

    private static boolean met(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException exception) {
            return false;
        }
    }

    @Test
    void the_activity_of_a_worker_that_is_lost_is_given_to_the_next() throws Exception {
        var taken = new CountDownLatch(1);
        var lost = hub.worker().activity("work", context -> {
            taken.countDown();
            return met(new CountDownLatch(1));
        }).orchestrator("calls", context ->
                context.complete(context.callActivity("work", String.class).await())).start();
        var id = hub.start("calls");
        assertTrue(taken.await(20, TimeUnit.SECONDS));
        lost.close();
        hub.worker().activity("work", context -> "done").orchestrator("calls", context ->
                context.complete(context.callActivity("work", String.class).await())).start();
        assertEquals("done", hub.output(id, String.class));
    }

    @Test
    void the_turn_of_a_worker_that_is_lost_is_given_to_the_next() throws Exception {
        var taken = new CountDownLatch(1);
        var lost = hub.worker().orchestrator("thinks", context -> {
            taken.countDown();
            context.complete(met(new CountDownLatch(1)) ? "late" : "interrupted");
        }).start();
        var id = hub.start("thinks");
        assertTrue(taken.await(20, TimeUnit.SECONDS));
        lost.close();
        hub.worker().orchestrator("thinks", context -> context.complete("done")).start();
        assertEquals("done", hub.output(id, String.class));
    }

    @Test
    void answers_that_nobody_asked_for_change_nothing() throws Exception {
        var id = hub.start("echo", "kept");
        hub.calls().completeOrchestratorTask(
                OrchestratorResponse.newBuilder().setInstanceId(id).build());
        hub.calls().completeActivityTask(
                ActivityResponse.newBuilder().setInstanceId("nobody").setTaskId(1).build());
        hub.worker().orchestrator("echo", context ->
                context.complete(context.getInput(String.class))).start();
        assertEquals("kept", hub.output(id, String.class));
    }

    @Test
    void many_orchestrations_run_side_by_side() throws Exception {
        hub.worker().activity("double", context -> context.getInput(Integer.class) * 2)
                .orchestrator("doubles", context -> {
                    int number = context.getInput(Integer.class);
                    context.complete(context.callActivity("double", number, Integer.class).await());
                }).start();
        var ids = IntStream.range(0, 50).mapToObj(number -> hub.start("doubles", number))
                .collect(Collectors.toList());
        for (int number = 0; number < ids.size(); number++) {
            assertEquals(number * 2, hub.output(ids.get(number), Integer.class));
        }
    }
}

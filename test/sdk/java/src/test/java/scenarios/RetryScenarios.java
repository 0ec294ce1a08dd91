package scenarios;

import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.RetryPolicy;
import com.microsoft.durabletask.Task;
import com.microsoft.durabletask.TaskOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RetryScenarios extends OnItsOwnHub {
    private final AtomicInteger attempts = new AtomicInteger();
    private final RetryPolicy quick = new RetryPolicy(3, Duration.ofMillis(20));

    /** Fails until it is tried for the `times`-th time. */
    private Worker unsteady(int times, TaskOptions options) {
        return hub.worker().activity("unsteady", context -> {
            int attempt = attempts.incrementAndGet();
            if (attempt < times) throw new IllegalStateException("not at " + attempt);
            return attempt;
        }).orchestrator("retries", context -> context.complete(
                context.callActivity("unsteady", null, options, Integer.class).await()));
    }

    @Test
    void a_failed_activity_is_retried_until_it_succeeds() throws Exception {
        unsteady(3, new TaskOptions(quick)).start();
        assertEquals(3, hub.output(hub.start("retries"), Integer.class));
    }

    @Test
    void retries_end_with_the_attempts_allowed() throws Exception {
        unsteady(9, new TaskOptions(quick)).start();
        var state = hub.ended(hub.start("retries"));
        assertEquals(OrchestrationRuntimeStatus.FAILED, state.getRuntimeStatus());
        assertTrue(state.getFailureDetails().getErrorMessage().contains("not at 3"));
        assertEquals(3, attempts.get());
    }

    @Test
    void retries_end_with_the_time_allowed() throws Exception {
        var policy = new RetryPolicy(100, Duration.ofMillis(100))
                .setRetryTimeout(Duration.ofMillis(350));
        unsteady(100, new TaskOptions(policy)).start();
        var state = hub.ended(hub.start("retries"));
        assertEquals(OrchestrationRuntimeStatus.FAILED, state.getRuntimeStatus());
        assertTrue(attempts.get() > 1 && attempts.get() <= 5, attempts + " attempts");
    }

    @Test
    void the_delay_between_retries_grows() throws Exception {
        var policy = new RetryPolicy(3, Duration.ofMillis(100)).setBackoffCoefficient(2.0);
        unsteady(3, new TaskOptions(policy)).start();
        var id = hub.start("retries");
        assertEquals(3, hub.output(id, Integer.class));
        var state = hub.state(id);
        // The SDK counts the first retry as the second power: 200 and 400 milliseconds.
        var elapsed = Duration.between(state.getCreatedAt(), state.getLastUpdatedAt());
        assertTrue(elapsed.toMillis() >= 600, elapsed.toString());
    }

    @Test
    void the_delay_between_retries_has_a_ceiling() throws Exception {
        var policy = new RetryPolicy(3, Duration.ofMillis(100)).setBackoffCoefficient(1_000.0)
                .setMaxRetryInterval(Duration.ofMillis(150));
        unsteady(3, new TaskOptions(policy)).start();
        assertEquals(3, hub.output(hub.start("retries"), Integer.class));
    }

    @Test
    void a_handler_decides_by_attempt_and_failure() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        unsteady(9, new TaskOptions(retry -> {
            var failure = retry.getLastFailure();
            if (!retry.getOrchestrationContext().getIsReplaying()) {
                seen.add(retry.getLastAttemptNumber() + ": " + failure.getErrorMessage());
            }
            return failure.isCausedBy(IllegalStateException.class)
                    && retry.getLastAttemptNumber() < 2;
        })).start();
        var state = hub.ended(hub.start("retries"));
        assertEquals(OrchestrationRuntimeStatus.FAILED, state.getRuntimeStatus());
        assertEquals(List.of("1: not at 1", "2: not at 2"), seen);
    }

    @Test
    void a_handler_may_wait_before_the_next_attempt() throws Exception {
        unsteady(2, new TaskOptions(retry -> {
            retry.getOrchestrationContext().createTimer(Duration.ofMillis(400)).await();
            return true;
        })).start();
        var id = hub.start("retries");
        assertEquals(2, hub.output(id, Integer.class));
        var state = hub.state(id);
        var elapsed = Duration.between(state.getCreatedAt(), state.getLastUpdatedAt());
        assertTrue(elapsed.toMillis() >= 400, elapsed.toString());
    }

    @Test
    void one_of_a_fan_out_is_retried_alone() throws Exception {
        hub.worker().activity("unsteady", context -> {
            int number = context.getInput(Integer.class);
            if (number == 2 && attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
            return number;
        }).orchestrator("fan-out", context -> {
            var options = new TaskOptions(quick);
            List<Task<Integer>> tasks = IntStream.range(0, 4).mapToObj(number -> context
                    .callActivity("unsteady", number, options, Integer.class))
                    .collect(Collectors.toList());
            context.complete(context.allOf(tasks).await());
        }).start();
        assertEquals(List.of(0, 1, 2, 3), hub.output(hub.start("fan-out"), List.class));
        assertEquals(3, attempts.get());
    }

    private Worker parentOf(TaskOptions options) {
        return hub.worker().orchestrator("child", context -> {
            int attempt = attempts.incrementAndGet();
            if (attempt < 3) throw new IllegalStateException("not at " + attempt);
            context.complete(context.getInstanceId());
        }).orchestrator("parent", context -> context.complete(context.callSubOrchestrator(
                "child", null, "the-child", options, String.class).await()));
    }

    @Test
    void a_failed_child_is_retried_under_its_id() throws Exception {
        parentOf(new TaskOptions(quick)).start();
        assertEquals("the-child", hub.output(hub.start("parent"), String.class));
        var child = hub.state("the-child");
        assertEquals(OrchestrationRuntimeStatus.COMPLETED, child.getRuntimeStatus());
        assertEquals("", child.getFailureDetails().getErrorMessage());
    }

    @Test
    void a_handler_decides_about_children_too() throws Exception {
        parentOf(new TaskOptions(retry -> retry.getLastAttemptNumber() < 2)).start();
        var state = hub.ended(hub.start("parent"));
        assertEquals(OrchestrationRuntimeStatus.FAILED, state.getRuntimeStatus());
        assertTrue(state.getFailureDetails().getErrorMessage().contains("not at 2"));
    }
}

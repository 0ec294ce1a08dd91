package scenarios;

import com.microsoft.durabletask.CompositeTaskFailedException;
import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.Task;
import com.microsoft.durabletask.TaskFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ActivityScenarios extends OnItsOwnHub {
    /** Doubles, and fails for what is no number of 0 or more. */
    private Worker doubling() {
        return hub.worker().activity("double", context -> {
            int number = context.getInput(Integer.class);
            if (number < 0) throw new IllegalArgumentException(number + " is negative");
            return number * 2;
        });
    }

    @Test
    void a_chain_of_activities_passes_results_on() throws Exception {
        doubling().orchestrator("chain", context -> {
            int number = context.getInput(Integer.class);
            for (int step = 0; step < 5; step++) {
                number = context.callActivity("double", number, Integer.class).await();
            }
            context.complete(number);
        }).start();
        assertEquals(32, hub.output(hub.start("chain", 1), Integer.class));
    }

    @Test
    void a_fan_out_gets_its_results_in_the_order_of_its_calls() throws Exception {
        doubling().orchestrator("fan-out", context -> {
            List<Task<Integer>> tasks = IntStream.range(0, 30)
                    .mapToObj(number -> context.callActivity("double", number, Integer.class))
                    .collect(Collectors.toList());
            context.complete(context.allOf(tasks).await());
        }).start();
        var expected = IntStream.range(0, 30).map(number -> number * 2).boxed()
                .collect(Collectors.toList());
        assertEquals(expected, hub.output(hub.start("fan-out"), List.class));
    }

    @Test
    void the_first_task_to_end_wins() throws Exception {
        doubling().orchestrator("races", context -> {
            var event = context.waitForExternalEvent("never", String.class);
            var activity = context.callActivity("double", 4, Integer.class);
            var winner = context.anyOf(event, activity).await();
            context.complete(winner == activity);
        }).start();
        assertEquals(true, hub.output(hub.start("races"), Boolean.class));
    }

    @Test
    void an_activity_may_take_and_give_nothing() throws Exception {
        var input = new ArrayList<Object>();
        hub.worker().activity("nothing", context -> {
            input.add(context.getInput(Object.class));
            return null;
        }).orchestrator("calls", context -> {
            Object result = context.callActivity("nothing", Object.class).await();
            context.complete(result == null);
        }).start();
        assertEquals(true, hub.output(hub.start("calls"), Boolean.class));
        assertEquals(1, input.size());
        assertEquals(null, input.get(0));
    }

    @Test
    void results_are_transformed_on_their_way() throws Exception {
        doubling().orchestrator("transforms", context -> {
            var seen = new ArrayList<Integer>();
            context.callActivity("double", 1, Integer.class).thenAccept(seen::add).await();
            seen.add(context.callActivity("double", 2, Integer.class)
                    .thenApply(number -> number + 1).await());
            context.complete(seen);
        }).start();
        assertEquals(List.of(2, 5), hub.output(hub.start("transforms"), List.class));
    }

    @Test
    void an_activity_runs_once_however_often_its_orchestrator_is_replayed() throws Exception {
        var turns = new AtomicInteger();
        var runs = new AtomicInteger();
        hub.worker().activity("count", context -> runs.incrementAndGet())
                .orchestrator("replayed", context -> {
                    turns.incrementAndGet();
                    for (int call = 0; call < 4; call++) context.callActivity("count").await();
                }).start();
        hub.ended(hub.start("replayed"));
        assertEquals(4, runs.get());
        assertEquals(5, turns.get());
    }

    @Test
    void time_and_identifiers_are_the_same_in_every_replay() throws Exception {
        hub.worker().activity("echo", context -> context.getInput(String.class))
                .orchestrator("deterministic", context -> {
                    boolean isSame = true;
                    for (int call = 0; call < 3; call++) {
                        var text = context.newUUID() + " " + context.getCurrentInstant();
                        var echo = context.callActivity("echo", text, String.class).await();
                        isSame = isSame && text.equals(echo);
                    }
                    context.complete(isSame);
                }).start();
        assertEquals(true, hub.output(hub.start("deterministic"), Boolean.class));
    }

    @Test
    void only_what_is_new_is_no_replay() throws Exception {
        doubling().orchestrator("replays", context -> {
            var replaying = new ArrayList<Boolean>();
            replaying.add(context.getIsReplaying());
            context.callActivity("double", 1, Integer.class).await();
            replaying.add(context.getIsReplaying());
            context.callActivity("double", 2, Integer.class).await();
            replaying.add(context.getIsReplaying());
            context.complete(replaying);
        }).start();
        assertEquals(List.of(true, true, false), hub.output(hub.start("replays"), List.class));
    }

    @Test
    void a_failed_activity_can_be_made_up_for() throws Exception {
        doubling().orchestrator("compensates", context -> {
            try {
                context.callActivity("double", -1, Integer.class).await();
            } catch (TaskFailedException exception) {
                var details = exception.getErrorDetails();
                boolean isCause = details.isCausedBy(IllegalArgumentException.class);
                int instead = context.callActivity("double", 21, Integer.class).await();
                context.complete(List.of(details.getErrorMessage(), isCause, instead));
            }
        }).start();
        var expected = List.of("-1 is negative", true, 42);
        assertEquals(expected, hub.output(hub.start("compensates"), List.class));
    }

    @Test
    void every_failure_of_a_fan_out_is_told() throws Exception {
        doubling().orchestrator("fan-out", context -> {
            List<Task<Integer>> tasks = IntStream.of(1, -2, 3, -4)
                    .mapToObj(number -> context.callActivity("double", number, Integer.class))
                    .collect(Collectors.toList());
            try {
                context.allOf(tasks).await();
            } catch (CompositeTaskFailedException exception) {
                context.complete(exception.getExceptions().stream()
                        .map(one -> ((TaskFailedException) one).getErrorDetails().getErrorMessage())
                        .collect(Collectors.toList()));
            }
        }).start();
        var expected = List.of("-2 is negative", "-4 is negative");
        assertEquals(expected, hub.output(hub.start("fan-out"), List.class));
    }

    @Test
    void an_unhandled_failure_fails_the_orchestration_with_its_details() throws Exception {
        doubling().orchestrator("fails", context ->
                context.callActivity("double", -7, Integer.class).await()).start();
        var state = hub.ended(hub.start("fails"));
        assertEquals(OrchestrationRuntimeStatus.FAILED, state.getRuntimeStatus());
        assertEquals("", state.getSerializedOutput());
        var details = state.getFailureDetails();
        assertEquals(TaskFailedException.class.getName(), details.getErrorType());
        assertTrue(details.getErrorMessage().contains("-7 is negative"));
        assertTrue(details.getStackTrace().contains("ActivityScenarios"));
    }

    @Test
    void an_activity_that_no_worker_knows_fails_its_caller() throws Exception {
        hub.worker().orchestrator("calls", context -> context.callActivity("unknown").await())
                .start();
        var state = hub.ended(hub.start("calls"));
        assertEquals(OrchestrationRuntimeStatus.FAILED, state.getRuntimeStatus());
        assertTrue(state.getFailureDetails().getErrorMessage().contains("unknown"));
    }
}

package scenarios;

import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.Task;
import com.microsoft.durabletask.TaskFailedException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SubOrchestrationScenarios extends OnItsOwnHub {
    private Worker nesting() {
        return hub.worker().orchestrator("depth", context -> {
            int depth = context.getInput(Integer.class);
            context.complete(depth == 0 ? 0
                    : 1 + context.callSubOrchestrator("depth", depth - 1, Integer.class).await());
        });
    }

    @Test
    void a_child_answers_its_parent() throws Exception {
        nesting().start();
        assertEquals(1, hub.output(hub.start("depth", 1), Integer.class));
    }

    @Test
    void children_have_children() throws Exception {
        nesting().start();
        assertEquals(6, hub.output(hub.start("depth", 6), Integer.class));
    }

    @Test
    void many_children_run_side_by_side() throws Exception {
        nesting().orchestrator("parent", context -> {
            List<Task<Integer>> children = IntStream.range(0, 12)
                    .mapToObj(depth ->
                            context.callSubOrchestrator("depth", depth % 3, Integer.class))
                    .collect(Collectors.toList());
            context.complete(context.allOf(children).await());
        }).start();
        var expected = List.of(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
        assertEquals(expected, hub.output(hub.start("parent"), List.class));
    }

    @Test
    void a_child_is_found_under_the_id_its_parent_chose() throws Exception {
        nesting().orchestrator("parent", context -> context.complete(
                context.callSubOrchestrator("depth", 0, "the-child", Integer.class).await()))
                .start();
        assertEquals(0, hub.output(hub.start("parent"), Integer.class));
        var child = hub.state("the-child");
        assertEquals("depth", child.getName());
        assertEquals(OrchestrationRuntimeStatus.COMPLETED, child.getRuntimeStatus());
        assertEquals(0, child.readInputAs(Integer.class));
    }

    @Test
    void a_child_that_fails_tells_its_parent_why() throws Exception {
        hub.worker().orchestrator("child", context -> {
            throw new IllegalStateException("out of order");
        }).orchestrator("parent", context -> {
            try {
                context.callSubOrchestrator("child", null, Void.class).await();
            } catch (TaskFailedException exception) {
                var details = exception.getErrorDetails();
                context.complete(List.of(details.getErrorType(), details.getErrorMessage()));
            }
        }).start();
        var expected = List.of(IllegalStateException.class.getName(), "out of order");
        assertEquals(expected, hub.output(hub.start("parent"), List.class));
    }

    @Test
    void a_child_that_is_terminated_fails_for_its_parent() throws Exception {
        hub.worker()
                .orchestrator("child", context -> context.waitForExternalEvent("go").await())
                .orchestrator("parent", context -> {
                    try {
                        context.callSubOrchestrator("child", null, "stopped", Void.class).await();
                    } catch (TaskFailedException exception) {
                        context.complete(exception.getErrorDetails().getErrorMessage());
                    }
                }).start();
        var id = hub.start("parent");
        hub.reaches("stopped", OrchestrationRuntimeStatus.RUNNING);
        hub.client.terminate("stopped", "enough");
        assertTrue(hub.output(id, String.class).contains("terminated"));
    }

    @Test
    void a_child_whose_id_is_taken_by_a_live_one_fails_for_its_parent() throws Exception {
        hub.worker()
                .orchestrator("waits", context -> context.waitForExternalEvent("go").await())
                .orchestrator("parent", context -> {
                    try {
                        context.callSubOrchestrator("waits", null, "taken", Void.class).await();
                    } catch (TaskFailedException exception) {
                        context.complete(exception.getErrorDetails().getErrorMessage());
                    }
                }).start();
        hub.started(hub.start("waits", null, "taken"));
        var message = hub.output(hub.start("parent"), String.class);
        assertTrue(message.contains("'taken' already exists"), message);
        assertEquals(OrchestrationRuntimeStatus.RUNNING, hub.state("taken").getRuntimeStatus());
    }

    @Test
    void a_parent_that_is_terminated_leaves_its_children_running() throws Exception {
        hub.worker()
                .orchestrator("child", context ->
                        context.complete(context.waitForExternalEvent("go", String.class).await()))
                .orchestrator("parent", context ->
                        context.callSubOrchestrator("child", null, "left", Void.class).await())
                .start();
        var id = hub.start("parent");
        hub.reaches("left", OrchestrationRuntimeStatus.RUNNING);
        hub.client.terminate(id, null);
        assertEquals(OrchestrationRuntimeStatus.TERMINATED, hub.ended(id).getRuntimeStatus());
        hub.client.raiseEvent("left", "go", "alone");
        assertEquals("alone", hub.output("left", String.class));
    }
}

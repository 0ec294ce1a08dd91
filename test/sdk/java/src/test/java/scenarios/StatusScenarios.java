package scenarios;

import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

class StatusScenarios extends OnItsOwnHub {
    /** An order as JSON carries it. */
    static final class Order {
        public String name;
        public int[] amounts;
        public Map<String, Boolean> flags;
    }

    private static Order order() {
        var order = new Order();
        order.name = "tea";
        order.amounts = new int[] {1, 2};
        order.flags = Map.of("paid", true);
        return order;
    }

    @Test
    void typed_values_go_in_and_come_out() throws Exception {
        hub.worker().activity("double", context -> {
            var order = context.getInput(Order.class);
            order.amounts = new int[] {order.amounts[0] * 2, order.amounts[1] * 2};
            return order;
        }).orchestrator("orders", context -> {
            var order = context.getInput(Order.class);
            context.complete(context.callActivity("double", order, Order.class).await());
        }).start();
        var id = hub.start("orders", order());
        var output = hub.output(id, Order.class);
        assertEquals("tea", output.name);
        assertEquals(4, output.amounts[1]);
        assertEquals(Map.of("paid", true), output.flags);
        assertEquals(2, hub.state(id).readInputAs(Order.class).amounts[1]);
    }

    @Test
    void nothing_false_zero_and_the_empty_text_stay_apart() throws Exception {
        hub.worker().orchestrator("echo", context ->
                context.complete(context.getInput(Object.class))).start();
        for (var value : List.of(false, 0, "", List.of())) {
            assertEquals(value, hub.output(hub.start("echo", value), Object.class));
        }
        assertEquals(null, hub.output(hub.start("echo", null), Object.class));
    }

    @Test
    void payloads_are_given_only_when_asked_for() throws Exception {
        hub.worker().orchestrator("echo", context -> {
            context.setCustomStatus("told");
            context.complete(context.getInput(Object.class));
        }).start();
        var id = hub.start("echo", "payload");
        var state = hub.client.waitForInstanceCompletion(id, Hub.PATIENCE, false);
        assertEquals(OrchestrationRuntimeStatus.COMPLETED, state.getRuntimeStatus());
        assertEquals("", state.getSerializedInput());
        assertEquals("", state.getSerializedOutput());
        assertFalse(state.isCustomStatusFetched());
        assertThrows(IllegalStateException.class, () -> state.readInputAs(String.class));
    }

    @Test
    void nothing_is_found_under_an_unknown_id() {
        assertFalse(hub.state("nobody").isInstanceFound());
    }

    private Worker telling() {
        return hub.worker().orchestrator("tells", context -> {
            context.setCustomStatus("waiting");
            var status = context.waitForExternalEvent("status", Object.class).await();
            if (status == null) context.clearCustomStatus();
            else context.setCustomStatus(status);
            context.waitForExternalEvent("go").await();
        });
    }

    @Test
    void a_custom_status_is_there_as_soon_as_its_orchestration_runs() throws Exception {
        telling().start();
        var state = hub.started(hub.start("tells"));
        assertEquals(OrchestrationRuntimeStatus.RUNNING, state.getRuntimeStatus());
        assertEquals("waiting", state.readCustomStatusAs(String.class));
    }

    @Test
    void a_custom_status_changes_and_stays_to_the_end() throws Exception {
        telling().start();
        var id = hub.start("tells");
        hub.client.raiseEvent(id, "status", Map.of("step", 2));
        hub.client.raiseEvent(id, "go");
        assertEquals(Map.of("step", 2), hub.ended(id).readCustomStatusAs(Map.class));
    }

    @Test
    void a_custom_status_can_be_cleared() throws Exception {
        telling().start();
        var id = hub.start("tells");
        hub.started(id);
        hub.client.raiseEvent(id, "status");
        hub.client.raiseEvent(id, "go");
        assertFalse(hub.ended(id).isCustomStatusFetched());
    }
}

package scenarios;

import com.microsoft.durabletask.TaskCanceledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class EventScenarios extends OnItsOwnHub {
    private Worker waiting() {
        return hub.worker().orchestrator("waits", context ->
                context.complete(context.waitForExternalEvent("go", Object.class).await()));
    }

    @Test
    void an_event_carries_its_payload_to_the_one_that_waits() throws Exception {
        waiting().start();
        var id = hub.start("waits");
        hub.started(id);
        hub.client.raiseEvent(id, "go", Map.of("to", List.of("work", "home")));
        var output = hub.output(id, Map.class);
        assertEquals(Map.of("to", List.of("work", "home")), output);
    }

    @Test
    void an_event_may_carry_nothing() throws Exception {
        waiting().start();
        var id = hub.start("waits");
        hub.client.raiseEvent(id, "go");
        assertEquals(null, hub.output(id, Object.class));
    }

    @Test
    void an_event_waits_for_an_orchestration_that_has_not_started() throws Exception {
        var id = hub.start("waits");
        hub.client.raiseEvent(id, "go", "early");
        waiting().start();
        assertEquals("early", hub.output(id, String.class));
    }

    @Test
    void an_event_that_nobody_waits_for_yet_is_kept() throws Exception {
        hub.worker().orchestrator("two", context -> {
            var second = context.waitForExternalEvent("second", String.class).await();
            context.complete(context.waitForExternalEvent("first", String.class).await() + second);
        }).start();
        var id = hub.start("two");
        hub.client.raiseEvent(id, "first", "a");
        hub.client.raiseEvent(id, "second", "b");
        assertEquals("ab", hub.output(id, String.class));
    }

    @Test
    void events_raised_at_once_arrive_in_their_order() throws Exception {
        hub.worker().orchestrator("collects", context -> {
            var numbers = new ArrayList<Integer>();
            while (numbers.size() < 20) {
                numbers.add(context.waitForExternalEvent("number", Integer.class).await());
            }
            context.complete(numbers);
        }).start();
        var id = hub.start("collects");
        var expected = new ArrayList<Integer>();
        for (int number = 0; number < 20; number++) {
            expected.add(number);
            hub.client.raiseEvent(id, "number", number);
        }
        assertEquals(expected, hub.output(id, List.class));
    }

    @Test
    void two_that_wait_for_the_same_event_get_one_each() throws Exception {
        hub.worker().orchestrator("two", context -> {
            var first = context.waitForExternalEvent("go", Integer.class);
            var second = context.waitForExternalEvent("go", Integer.class);
            context.complete(context.allOf(first, second).await());
        }).start();
        var id = hub.start("two");
        hub.started(id);
        hub.client.raiseEvent(id, "go", 1);
        hub.client.raiseEvent(id, "go", 2);
        assertEquals(List.of(1, 2), hub.output(id, List.class));
    }

    private Worker impatient(Duration timeout) {
        return hub.worker().orchestrator("impatient", context -> {
            try {
                context.complete(context.waitForExternalEvent("go", timeout, String.class).await());
            } catch (TaskCanceledException exception) {
                context.complete("gave up");
            }
        });
    }

    @Test
    void an_event_in_time_is_taken() throws Exception {
        impatient(Duration.ofMinutes(5)).start();
        var id = hub.start("impatient");
        hub.started(id);
        hub.client.raiseEvent(id, "go", "in time");
        assertEquals("in time", hub.output(id, String.class));
    }

    @Test
    void waiting_for_an_event_ends_with_its_timeout() throws Exception {
        impatient(Duration.ofMillis(300)).start();
        assertEquals("gave up", hub.output(hub.start("impatient"), String.class));
    }

    @Test
    void a_timeout_of_nothing_takes_only_what_has_arrived() throws Exception {
        impatient(Duration.ZERO).start();
        assertEquals("gave up", hub.output(hub.start("impatient"), String.class));
    }

    @Test
    void an_orchestration_raises_events_at_another() throws Exception {
        waiting().orchestrator("tells", context -> {
            context.sendEvent(context.getInput(String.class), "go", List.of(1, 2));
            context.complete("told");
        }).start();
        var id = hub.start("waits");
        hub.started(id);
        assertEquals("told", hub.output(hub.start("tells", id), String.class));
        assertEquals(List.of(1, 2), hub.output(id, List.class));
    }

    @Test
    void an_event_for_nobody_is_dropped() throws Exception {
        waiting().start();
        hub.client.raiseEvent("nobody", "go", 1);
        var id = hub.start("waits");
        hub.client.raiseEvent(id, "go", 2);
        assertEquals(2, hub.output(id, Integer.class));
        hub.client.raiseEvent(id, "go", 3);
        assertEquals(2, hub.state(id).readOutputAs(Integer.class));
    }
}

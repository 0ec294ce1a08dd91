package scenarios;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ContinueAsNewScenarios extends OnItsOwnHub {
    @Test
    void an_eternal_orchestration_begins_again_with_a_new_input() throws Exception {
        hub.worker().orchestrator("counts", context -> {
            int count = context.getInput(Integer.class);
            context.createTimer(Duration.ofMillis(1)).await();
            if (count < 10) context.continueAsNew(count + 1);
            context.complete(count);
        }).start();
        var id = hub.start("counts", 0);
        assertEquals(10, hub.output(id, Integer.class));
        assertEquals(10, hub.state(id).readInputAs(Integer.class));
    }

    @Test
    void it_keeps_its_id_and_the_time_of_its_creation() throws Exception {
        hub.worker().orchestrator("twice", context -> {
            if (context.getInput(Integer.class) == 0) {
                context.waitForExternalEvent("go").await();
                context.continueAsNew(1);
            }
            context.waitForExternalEvent("go").await();
            context.complete(context.getInstanceId());
        }).start();
        var id = hub.start("twice", 0);
        var created = hub.started(id).getCreatedAt();
        hub.client.raiseEvent(id, "go");
        hub.client.raiseEvent(id, "go");
        assertEquals(id, hub.output(id, String.class));
        assertEquals(created, hub.state(id).getCreatedAt());
    }

    private Worker counting(boolean isKeeping) {
        return hub.worker().orchestrator("counts", context -> {
            int count = context.getInput(Integer.class);
            if (count < 6) {
                context.waitForExternalEvent("tick").await();
                context.continueAsNew(count + 1, isKeeping);
            }
            context.complete(count);
        });
    }

    @Test
    void events_that_were_not_consumed_are_kept() throws Exception {
        counting(true).start();
        var id = hub.start("counts", 0);
        for (int tick = 0; tick < 6; tick++) hub.client.raiseEvent(id, "tick");
        assertEquals(6, hub.output(id, Integer.class));
    }

    @Test
    void what_the_old_execution_left_open_does_not_reach_the_new_one() throws Exception {
        hub.worker().orchestrator("leaves", context -> {
            boolean isFirst = context.getInput(Boolean.class);
            // Both executions number this timer alike; only its own may fire.
            var timer = context.createTimer(Duration.ofMillis(isFirst ? 300 : 60_000));
            if (isFirst) context.continueAsNew(false);
            var event = context.waitForExternalEvent("go", String.class);
            context.complete(context.anyOf(timer, event).await() == event);
        }).start();
        var id = hub.start("leaves", true);
        Thread.sleep(600);
        hub.client.raiseEvent(id, "go", "on");
        assertEquals(true, hub.output(id, Boolean.class));
    }

    @Test
    void a_child_that_begins_again_still_answers_its_parent() throws Exception {
        hub.worker().orchestrator("child", context -> {
            int count = context.getInput(Integer.class);
            if (count < 3) context.continueAsNew(count + 1);
            context.complete(count);
        }).orchestrator("parent", context -> context.complete(
                List.of(context.callSubOrchestrator("child", 0, Integer.class).await()))).start();
        assertEquals(List.of(3), hub.output(hub.start("parent"), List.class));
    }
}

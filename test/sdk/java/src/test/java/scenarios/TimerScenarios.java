package scenarios;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TimerScenarios extends OnItsOwnHub {
    @Test
    void a_timer_never_fires_early() throws Exception {
        var delay = Duration.ofMillis(1_200);
        hub.worker().orchestrator("sleeps", context -> {
            var before = context.getCurrentInstant();
            context.createTimer(delay).await();
            context.complete(Duration.between(before, context.getCurrentInstant()).toMillis());
        }).start();
        var id = hub.start("sleeps");
        assertTrue(hub.output(id, Long.class) >= delay.toMillis());
        var state = hub.state(id);
        assertFalse(state.getLastUpdatedAt().isBefore(state.getCreatedAt().plus(delay)));
    }

    @Test
    void a_timer_waits_for_a_point_in_time() throws Exception {
        var due = Instant.now().plusMillis(900);
        hub.worker().orchestrator("sleeps", context -> {
            context.createTimer(due.atZone(ZoneId.of("Europe/Berlin"))).await();
            context.complete(context.getCurrentInstant().toEpochMilli());
        }).start();
        assertTrue(hub.output(hub.start("sleeps"), Long.class) >= due.toEpochMilli());
    }

    @Test
    void a_point_in_time_that_is_past_fires_in_a_turn_of_its_own() throws Exception {
        var turns = new AtomicInteger();
        hub.worker().orchestrator("late", context -> {
            turns.incrementAndGet();
            context.createTimer(Instant.EPOCH.plusSeconds(1).atZone(ZoneId.of("UTC"))).await();
        }).start();
        hub.ended(hub.start("late"));
        assertEquals(2, turns.get());
    }

    @Test
    void a_timer_without_delay_fires_in_a_turn_of_its_own() throws Exception {
        var turns = new AtomicInteger();
        hub.worker().orchestrator("at-once", context -> {
            turns.incrementAndGet();
            context.createTimer(Duration.ZERO).await();
            context.createTimer(Duration.ZERO).await();
        }).start();
        hub.ended(hub.start("at-once"));
        assertEquals(3, turns.get());
    }

    @Test
    void a_long_timer_is_waited_for_in_parts() throws Exception {
        var turns = new AtomicInteger();
        var delay = Duration.ofMillis(1_100);
        hub.worker().timersOfAtMost(Duration.ofMillis(500)).orchestrator("sleeps", context -> {
            turns.incrementAndGet();
            context.createTimer(delay).await();
        }).start();
        var state = hub.ended(hub.start("sleeps"));
        assertFalse(state.getLastUpdatedAt().isBefore(state.getCreatedAt().plus(delay)));
        // A part that is late may be the last.
        assertTrue(turns.get() >= 3, turns + " turns");
    }

    @Test
    void a_timer_that_is_no_longer_needed_holds_nothing_up() throws Exception {
        hub.worker().orchestrator("races", context -> {
            var timer = context.createTimer(Duration.ofHours(1));
            var event = context.waitForExternalEvent("go", String.class);
            context.complete(context.anyOf(timer, event).await() == event);
        }).start();
        var id = hub.start("races");
        hub.client.raiseEvent(id, "go", "now");
        assertEquals(true, hub.output(id, Boolean.class));
    }

    @Test
    void timers_fire_in_the_order_of_their_times() throws Exception {
        hub.worker().orchestrator("sleeps", context -> {
            var later = context.createTimer(Duration.ofMillis(800));
            var sooner = context.createTimer(Duration.ofMillis(200));
            boolean isSooner = context.anyOf(later, sooner).await() == sooner;
            later.await();
            context.complete(isSooner);
        }).start();
        assertEquals(true, hub.output(hub.start("sleeps"), Boolean.class));
    }
}

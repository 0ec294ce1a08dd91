package scenarios;

import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.DurableTaskGrpcClientBuilder;
import com.microsoft.durabletask.OrchestrationMetadata;
import com.microsoft.durabletask.OrchestrationRuntimeStatus;
import com.microsoft.durabletask.implementation.protobuf.TaskHubSidecarServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A task hub of one scenario's own, so that scenarios run side by side. */
final class Hub implements AutoCloseable {
    /** No wait takes this long; one that does has failed. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final String name = "java-" + UUID.randomUUID();
    final DurableTaskClient client;
    private final ManagedChannel channel = connect();
    private final List<Worker> workers = new ArrayList<>();

    Hub() {
        client = new DurableTaskGrpcClientBuilder().grpcChannel(channel).build();
        client.createTaskHub(false);
    }

    /** Opens a connection whose calls name this hub, as the service wants. */
    ManagedChannel connect() {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("taskhub", Metadata.ASCII_STRING_MARSHALLER), name);
        return ManagedChannelBuilder.forTarget(System.getProperty("scenario.address"))
                .usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
    }

    /** A worker that is yet to be filled and started. */
    Worker worker() {
        var worker = new Worker(connect());
        workers.add(worker);
        return worker;
    }

    /** The protocol itself, for what the SDK's client has no method for. */
    TaskHubSidecarServiceGrpc.TaskHubSidecarServiceBlockingStub calls() {
        return TaskHubSidecarServiceGrpc.newBlockingStub(channel);
    }

    String start(String orchestrator) {
        return client.scheduleNewOrchestrationInstance(orchestrator);
    }

    String start(String orchestrator, Object input) {
        return client.scheduleNewOrchestrationInstance(orchestrator, input);
    }

    String start(String orchestrator, Object input, String id) {
        return client.scheduleNewOrchestrationInstance(orchestrator, input, id);
    }

    OrchestrationMetadata started(String id) throws TimeoutException {
        return client.waitForInstanceStart(id, PATIENCE, true);
    }

    OrchestrationMetadata ended(String id) throws TimeoutException {
        return client.waitForInstanceCompletion(id, PATIENCE, true);
    }

    OrchestrationMetadata state(String id) {
        return client.getInstanceMetadata(id, true);
    }

    /** What a completed orchestration answered. */
    <Output> Output output(String id, Class<Output> type) throws TimeoutException {
        var state = ended(id);
        var failure = state.getFailureDetails().getErrorMessage();
        assertEquals(OrchestrationRuntimeStatus.COMPLETED, state.getRuntimeStatus(), failure);
        return state.readOutputAs(type);
    }

    /** Waits until the orchestration has the status. */
    OrchestrationMetadata reaches(String id, OrchestrationRuntimeStatus status) throws Exception {
        for (var end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
            var state = state(id);
            if (state.isInstanceFound() && state.getRuntimeStatus() == status) return state;
            Thread.sleep(20);
        }
        throw new TimeoutException(id + " did not become " + status + " but is " + state(id));
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
        channel.shutdownNow();
    }
}

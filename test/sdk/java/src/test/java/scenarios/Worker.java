package scenarios;

import com.microsoft.durabletask.DurableTaskGrpcWorker;
import com.microsoft.durabletask.DurableTaskGrpcWorkerBuilder;
import com.microsoft.durabletask.TaskActivity;
import com.microsoft.durabletask.TaskActivityFactory;
import com.microsoft.durabletask.TaskOrchestration;
import com.microsoft.durabletask.TaskOrchestrationFactory;
import io.grpc.ManagedChannel;
import java.time.Duration;

/** A worker of the SDK with its own connection, which can be cut. */
final class Worker implements AutoCloseable {
    private final ManagedChannel channel;
    private final DurableTaskGrpcWorkerBuilder builder = new DurableTaskGrpcWorkerBuilder();
    private Thread thread;

    Worker(ManagedChannel channel) {
        this.channel = channel;
        builder.grpcChannel(channel);
    }

    Worker orchestrator(String name, TaskOrchestration body) {
        builder.addOrchestration(new TaskOrchestrationFactory() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public TaskOrchestration create() {
                return body;
            }
        });
        return this;
    }

    Worker activity(String name, TaskActivity body) {
        builder.addActivity(new TaskActivityFactory() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public TaskActivity create() {
                return body;
            }
        });
        return this;
    }

    Worker timersOfAtMost(Duration interval) {
        builder.maximumTimerInterval(interval);
        return this;
    }

    Worker start() {
        DurableTaskGrpcWorker worker = builder.build();
        thread = new Thread(worker::startAndBlock, "worker");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** Cuts the connection, whatever the worker is doing. */
    @Override
    public void close() {
        channel.shutdownNow();
        if (thread != null) thread.interrupt();
    }
}

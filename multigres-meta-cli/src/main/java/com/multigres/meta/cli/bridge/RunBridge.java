package com.multigres.meta.cli.bridge;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.Streaming;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.k8s.bridge.BridgeFleet;
import com.multigres.meta.k8s.bridge.BridgeParts;
import com.multigres.meta.k8s.bridge.ClusterBridge;
import com.multigres.meta.k8s.server.ApiServer;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bridge run}. */
@Command(
    name = "run",
    description =
        "Serve one cluster, or without --cluster all of the configured namespaces, until"
            + " interrupted: among several processes that do, a Lease decides which one leads.")
final class RunBridge implements Callable<Integer> {
  private final Context context;

  @Mixin private BridgeArguments arguments = new BridgeArguments();

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description =
          "With --cluster, how often to look without being told of a change; 5s unless given.")
  private Duration interval = Duration.ofSeconds(5);

  RunBridge(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.stores().clusterIfGiven().isPresent()
        ? arguments.with(context, this::run)
        : runAll();
  }

  private int runAll() {
    Streaming stream = new Streaming(context);
    ApiServer server = arguments.server();
    try {
      BridgeFleet fleet =
          BridgeFleet.start(
              server,
              arguments.config(),
              arguments.namespace(),
              BridgeArguments.candidate(),
              (cluster, report) -> show(stream, report));
      return stream.untilInterrupted(fleet::close);
    } finally {
      server.release();
    }
  }

  private int run(BridgeParts parts) {
    Streaming stream = new Streaming(context);
    ClusterBridge bridge =
        ClusterBridge.start(parts, arguments.options(interval), report -> show(stream, report));
    return stream.untilInterrupted(bridge::close);
  }

  /** Runs that found nothing to do say nothing. */
  private static void show(Streaming stream, BridgeReport report) {
    if (!report.done().isEmpty()) {
      stream.print(
          Answer.of(
              () -> PlanText.json(report.done(), report.findings()),
              paint -> PlanText.lines(report.done(), report.findings(), paint)));
    }
  }
}

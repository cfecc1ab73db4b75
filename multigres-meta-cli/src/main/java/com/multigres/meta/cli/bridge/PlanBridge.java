package com.multigres.meta.cli.bridge;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.k8s.bridge.BridgeOptions;
import com.multigres.meta.k8s.bridge.BridgeParts;
import com.multigres.meta.k8s.bridge.ClusterBridge;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bridge plan}. */
@Command(
    name = "plan",
    description = "Show what a bridge would begin with, and why; changes nothing.")
final class PlanBridge implements Callable<Integer> {
  private final Context context;

  @Mixin private BridgeArguments arguments = new BridgeArguments();

  PlanBridge(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return arguments.with(context, this::show);
  }

  private int show(BridgeParts parts) {
    BridgePlan plan =
        ClusterBridge.plan(parts, arguments.options(BridgeOptions.STANDARD.interval()));
    return context.answer(
        Answer.of(
            () -> PlanText.json(plan.actions(), plan.findings()),
            paint -> PlanText.lines(plan.actions(), plan.findings(), paint)));
  }
}

package com.multigres.meta.cli.bridge;

import com.multigres.meta.cli.run.Context;
import com.multigres.meta.k8s.bridge.ClusterBridge;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bridge adopt}. */
@Command(
    name = "adopt",
    description = "Let the new database of its name take over a retained entry.")
final class AdoptEntry implements Callable<Integer> {
  private final Context context;

  @Mixin private BridgeArguments arguments = new BridgeArguments();
  @Mixin private RetainedEntryArgument entry = new RetainedEntryArgument();

  AdoptEntry(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return entry.decide(context, arguments, "adopted", ClusterBridge::adopt);
  }
}

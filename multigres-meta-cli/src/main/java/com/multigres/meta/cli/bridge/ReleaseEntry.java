package com.multigres.meta.cli.bridge;

import com.multigres.meta.cli.run.Context;
import com.multigres.meta.k8s.bridge.ClusterBridge;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bridge release}. */
@Command(
    name = "release",
    description =
        "Remove a retained entry after all: its database was dropped, and its copies stayed.")
final class ReleaseEntry implements Callable<Integer> {
  private final Context context;

  @Mixin private BridgeArguments arguments = new BridgeArguments();
  @Mixin private RetainedEntryArgument entry = new RetainedEntryArgument();

  ReleaseEntry(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return entry.decide(context, arguments, "released", ClusterBridge::release);
  }
}

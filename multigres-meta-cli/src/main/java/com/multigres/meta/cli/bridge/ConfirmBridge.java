package com.multigres.meta.cli.bridge;

import com.multigres.meta.catalog.Position;
import com.multigres.meta.cli.change.Changing;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.k8s.bridge.BridgeOptions;
import com.multigres.meta.k8s.bridge.BridgeParts;
import com.multigres.meta.k8s.bridge.ClusterBridge;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bridge confirm}. */
@Command(
    name = "confirm",
    description =
        "Let the bridge go on where it waits for a person, as long as the catalog stands where it"
            + " stands now; look at 'bridge plan' first.")
final class ConfirmBridge implements Callable<Integer> {
  private final Context context;

  @Mixin private BridgeArguments arguments = new BridgeArguments();

  ConfirmBridge(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return arguments.with(context, this::confirm);
  }

  private int confirm(BridgeParts parts) {
    Position now =
        ClusterBridge.confirm(parts, arguments.options(BridgeOptions.STANDARD.interval()));
    return context.answer(
        Answer.of(
            () -> Json.object().set("confirmed", Changing.position(now)),
            paint -> List.of("confirmed for the catalog at " + now)));
  }
}

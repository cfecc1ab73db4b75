package com.multigres.meta.cli.cluster;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.run.Context;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code cluster show}. */
@Command(
    name = "show",
    description =
        "Show everything that is known about a cluster as one tree: its topology, and its catalog"
            + " where one is named.")
final class ShowCluster implements Callable<Integer> {
  private final Context context;

  ShowCluster(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ClusterView view = ClusterView.read(context.stores());
    return context.answer(
        Answer.of(() -> ClusterJson.of(view), paint -> new ClusterTree(view, paint).lines()));
  }
}

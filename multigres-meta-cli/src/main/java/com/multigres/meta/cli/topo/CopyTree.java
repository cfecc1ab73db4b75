package com.multigres.meta.cli.topo;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.topo.TopoStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code topo copy}. */
@Command(
    name = "copy",
    description =
        "Copy the tree of one topology into another; what is there already and equal stays as it"
            + " is. Nodes bound to a session are their owners' business and are left out.")
final class CopyTree implements Callable<Integer> {
  private final Context context;

  @Option(names = "--from", paramLabel = "URI", required = true, description = "Copy this tree.")
  private String from = "";

  @Option(names = "--to", paramLabel = "URI", required = true, description = "Into this one.")
  private String to = "";

  @Option(names = "--verify", description = "Read both afterwards; fail where they differ.")
  private boolean verify;

  CopyTree(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (TopoStore source = context.stores().openTopo(from);
        TopoStore target = context.stores().openTopo(to)) {
      TreeCopy copy = new TreeCopy(source, target, context.console()::note);
      TreeCopy.Counts done = copy.run();
      if (verify) {
        List<String> differences = copy.differences();
        if (!differences.isEmpty()) {
          throw CliException.different(
              "after the copy "
                  + Shown.count(differences.size(), "node")
                  + " differ, the first: "
                  + differences.get(0));
        }
      }
      return context.answer(
          Answer.line(
              () ->
                  Json.object()
                      .put("copied", done.copied())
                      .put("unchanged", done.unchanged())
                      .put("sessionBound", done.sessionBound())
                      .put("verified", verify),
              text(done)));
    }
  }

  private String text(TreeCopy.Counts done) {
    return "copied "
        + Shown.count(done.copied(), "node")
        + ", "
        + done.unchanged()
        + " equal already, "
        + done.sessionBound()
        + " bound to sessions left out"
        + (verify ? "; verified" : "");
  }
}

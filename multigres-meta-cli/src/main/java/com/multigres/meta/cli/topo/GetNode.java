package com.multigres.meta.cli.topo;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Shown;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.cli.run.ExitStatus;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code topo get}. */
@Command(name = "get", description = "Show a node, decoded where it is a known record.")
final class GetNode implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "PATH", description = "The node.")
  private String path = "";

  @Option(names = "--raw", description = "Write the value's bytes as they are, and nothing else.")
  private boolean raw;

  GetNode(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Node node = read(TopoPath.parse(path));
    if (raw) {
      context.console().raw(node.value().toByteArray());
      return ExitStatus.DONE;
    }
    return context.answer(
        Answer.of(
            () -> NodeJson.of(node),
            paint -> {
              String bound = node.session().map(id -> ", bound to session " + id).orElse("");
              String head = node.path() + " at version " + node.version();
              List<String> lines = new ArrayList<>();
              lines.add(
                  paint.strong(head) + ", " + Shown.count(node.value().size(), "byte") + bound);
              lines.addAll(NodeJson.text(node));
              return lines;
            }));
  }

  private Node read(TopoPath node) {
    try (TopoStore store = context.stores().openTopo()) {
      return store
          .read(node)
          .orElseThrow(
              () -> TopoException.refused(TopoException.Code.NO_NODE, node, "there is no node"));
    }
  }
}

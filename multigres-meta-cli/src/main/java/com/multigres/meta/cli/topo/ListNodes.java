package com.multigres.meta.cli.topo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.output.Json;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.TextTable;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code topo ls}. */
@Command(name = "ls", description = "List every node below a path.")
final class ListNodes implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "PATH", arity = "0..1", description = "Default: the root.")
  private String path = "";

  @Option(
      names = "--children",
      description = "Only the names directly below the path, directories too.")
  private boolean children;

  ListNodes(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    TopoPath directory = TopoPath.parse(path);
    try (TopoStore store = context.stores().openTopo()) {
      return children ? names(store, directory) : nodes(store, directory);
    }
  }

  private int names(TopoStore store, TopoPath directory) {
    List<String> names = store.children(directory);
    return context.answer(
        Answer.of(
            () -> NodeJson.head(directory).set("children", Json.strings(names)),
            paint -> names.stream().map(name -> TopoPath.of(name).toString()).toList()));
  }

  private int nodes(TopoStore store, TopoPath directory) {
    List<Node> nodes = store.list(directory);
    return context.answer(
        Answer.of(
            () -> NodeJson.head(directory).set("nodes", Json.array(nodes, ListNodes::json)),
            paint -> table(nodes, directory, paint)));
  }

  private static ObjectNode json(Node node) {
    return NodeJson.head(node.path())
        .put("version", node.version().toString())
        .put("bytes", node.value().size())
        .put("ephemeral", node.ephemeral());
  }

  private static List<String> table(List<Node> nodes, TopoPath directory, Paint paint) {
    TextTable table = new TextTable("PATH", "VERSION", "BYTES", "BOUND TO");
    for (Node node : nodes) {
      table.row(
          node.path().toString(),
          node.version().toString(),
          String.valueOf(node.value().size()),
          node.session().map(session -> "session " + session).orElse("-"));
    }
    return table.lines(paint, "nothing below " + directory);
  }
}

package com.multigres.meta.cli.topo;

import com.multigres.meta.cli.output.Answer;
import com.multigres.meta.cli.run.CliException;
import com.multigres.meta.cli.run.Context;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code topo rm}. */
@Command(name = "rm", description = "Remove a node.")
final class RemoveNode implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "PATH", description = "The node.")
  private String path = "";

  @Option(
      names = "--expect",
      paramLabel = "VERSION",
      description = "Remove only a node that is at that version.")
  private Optional<String> expect = Optional.empty();

  @Option(names = "--recursive", description = "Remove everything below it too.")
  private boolean recursive;

  RemoveNode(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    TopoPath node = TopoPath.parse(path);
    if (recursive && expect.isPresent()) {
      throw CliException.usage("--expect names one node's version, --recursive removes many");
    }
    Expect expected = Expectation.of(expect, node);
    try (TopoStore store = context.stores().openTopo()) {
      int removed = recursive ? removeTree(store, node) : removeOne(store, node, expected);
      return context.answer(
          Answer.line(
              () -> NodeJson.head(node).put("removed", removed),
              removed == 1 ? "removed " + node : "removed " + removed + " nodes at " + node));
    }
  }

  private static int removeOne(TopoStore store, TopoPath node, Expect expected) {
    store.delete(node, expected);
    return 1;
  }

  private static int removeTree(TopoStore store, TopoPath top) {
    List<Mutation> deletions = new ArrayList<>();
    if (!top.isRoot() && store.read(top).isPresent()) {
      deletions.add(Mutation.delete(top, Expect.any()));
    }
    store.list(top).forEach(below -> deletions.add(Mutation.delete(below.path(), Expect.any())));
    if (deletions.isEmpty()) {
      throw TopoException.refused(
          TopoException.Code.NO_NODE, top, "there is no node at or below it");
    }
    int removed = 0;
    for (WriteResult result : store.writeAll(deletions)) {
      if (result instanceof WriteResult.Failed failed) {
        refuse(failed.error());
      } else {
        removed++;
      }
    }
    return removed;
  }

  /** Somebody else may have removed it first. */
  private static void refuse(TopoException error) {
    if (error.code() != TopoException.Code.NO_NODE) {
      throw error;
    }
  }
}

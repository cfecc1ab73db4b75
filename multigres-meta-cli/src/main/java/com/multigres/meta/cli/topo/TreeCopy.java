package com.multigres.meta.cli.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Copies one tree into another. */
final class TreeCopy {
  private static final int AT_ONCE = 1000;

  private final TopoStore source;
  private final TopoStore target;
  private final Consumer<String> progress;

  record Counts(int copied, int unchanged, int sessionBound) {}

  TreeCopy(TopoStore source, TopoStore target, Consumer<String> progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  Counts run() {
    List<Node> all = source.list(TopoPath.root());
    List<Node> lasting = all.stream().filter(node -> !node.ephemeral()).toList();
    Map<TopoPath, ByteString> there = values(target);
    List<Mutation> writes = new ArrayList<>();
    for (Node node : lasting) {
      if (!node.value().equals(there.get(node.path()))) {
        writes.add(Mutation.put(node.path(), node.value(), Expect.any()));
      }
    }
    for (int done = 0; done < writes.size(); done += AT_ONCE) {
      write(writes.subList(done, Math.min(writes.size(), done + AT_ONCE)));
      if (writes.size() > AT_ONCE) {
        progress.accept("copied " + Math.min(writes.size(), done + AT_ONCE) + "/" + writes.size());
      }
    }
    return new Counts(writes.size(), lasting.size() - writes.size(), all.size() - lasting.size());
  }

  private void write(List<Mutation> some) {
    for (WriteResult result : target.writeAll(some)) {
      if (result instanceof WriteResult.Failed failed) {
        throw failed.error();
      }
    }
  }

  /** The paths whose values differ; what only the target has is not this copy's business. */
  List<String> differences() {
    Map<TopoPath, ByteString> there = values(target);
    return source.list(TopoPath.root()).stream()
        .filter(node -> !node.ephemeral() && !node.value().equals(there.get(node.path())))
        .map(node -> node.path().toString())
        .toList();
  }

  private static Map<TopoPath, ByteString> values(TopoStore store) {
    Map<TopoPath, ByteString> values = new HashMap<>();
    store.list(TopoPath.root()).forEach(node -> values.put(node.path(), node.value()));
    return values;
  }
}

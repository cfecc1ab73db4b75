package com.multigres.meta.topo.etcd;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.etcd.internal.CallFailed;
import com.multigres.meta.topo.etcd.internal.Done;
import com.multigres.meta.topo.etcd.internal.EtcdCalls;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.Stamp;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Reads nodes; what a store keeps for itself is left out (rules T5, T6 and T31). */
final class EtcdReads {
  private final EtcdCalls calls;
  private final EtcdKeys keys;
  private final PageSizes sizes = new PageSizes();

  EtcdReads(EtcdCalls calls, EtcdKeys keys) {
    this.calls = calls;
    this.keys = keys;
  }

  /**
   * Nodes of one moment.
   *
   * @param nodes sorted by path
   */
  record State(List<Node> nodes, Stamp at) {}

  Optional<Node> one(TopoPath path, Deadline deadline) {
    RangeRequest range = RangeRequest.newBuilder().setKey(keys.key(path)).build();
    Done<RangeResponse> done = calls.read(range, deadline, "read of " + path);
    return done.answer().getKvsList().stream()
        .filter(kv -> !EtcdKeys.isQueueEntry(kv))
        .findFirst()
        .map(kv -> node(path, kv, done.cluster()));
  }

  static Node node(TopoPath path, KeyValue kv, String cluster) {
    return new Node(
        path,
        kv.getValue(),
        Stamp.version(cluster, path, kv.getModRevision()),
        kv.getLease() == 0
            ? Optional.empty()
            : Optional.of(new SessionId(Long.toString(kv.getLease()))));
  }

  List<Node> below(TopoPath directory, Deadline deadline) {
    return state(keys.below(directory), deadline, "list of " + directory).nodes();
  }

  State state(EtcdKeys.Span span, Deadline deadline, String doing) {
    List<Node> found = new ArrayList<>();
    Stamp at =
        all(
            span,
            false,
            deadline,
            doing,
            (kv, cluster) ->
                keys.path(kv.getKey()).ifPresent(path -> found.add(node(path, kv, cluster))),
            found::clear);
    found.sort(Comparator.comparing(Node::path));
    return new State(List.copyOf(found), at);
  }

  List<String> children(TopoPath directory, Deadline deadline) {
    int depth = directory.names().size();
    TreeSet<TopoPath> names = new TreeSet<>();
    all(
        keys.below(directory),
        true,
        deadline,
        "children of " + directory,
        (kv, cluster) ->
            keys.path(kv.getKey())
                .ifPresent(path -> names.add(TopoPath.of(path.names().get(depth)))),
        names::clear);
    return names.stream().map(TopoPath::name).toList();
  }

  /** Reads page by page, as of the moment of the first page; begins anew when that is compacted. */
  private Stamp all(
      EtcdKeys.Span span,
      boolean keysOnly,
      Deadline deadline,
      String doing,
      BiConsumer<KeyValue, String> each,
      Runnable anew) {
    while (true) {
      try {
        return pages(span, keysOnly, deadline, doing, each);
      } catch (TopoException failure) {
        if (!(failure.getCause() instanceof CallFailed cause && cause.compacted())) {
          throw failure;
        }
        anew.run();
      }
    }
  }

  private Stamp pages(
      EtcdKeys.Span span,
      boolean keysOnly,
      Deadline deadline,
      String doing,
      BiConsumer<KeyValue, String> each) {
    PagedRange pages = new PagedRange(calls, sizes, span, keysOnly, deadline, doing);
    while (true) {
      Done<RangeResponse> page = pages.next();
      String cluster = page.cluster();
      for (KeyValue kv : page.answer().getKvsList()) {
        if (!EtcdKeys.isQueueEntry(kv)) {
          each.accept(kv, cluster);
        }
      }
      if (pages.isLast()) {
        return new Stamp(cluster, pages.revision());
      }
    }
  }
}

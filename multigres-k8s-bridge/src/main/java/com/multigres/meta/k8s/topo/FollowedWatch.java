package com.multigres.meta.k8s.topo;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent.Resync.Kind;
import com.multigres.meta.topo.WatchOptions.Scope;
import com.multigres.meta.topo.spi.WatchDelivery;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A watch and what its listener was told. Touched by the following task alone. */
final class FollowedWatch {
  private final Names names;
  private final WatchDelivery delivery;
  private final TopoPath path;
  private final Scope scope;
  private final Map<TopoPath, String> told = new HashMap<>();
  private final boolean resumes;
  private Optional<String> gap = Optional.empty();
  private boolean begun;
  private boolean replaces;
  private long since;

  FollowedWatch(Names names, WatchDelivery delivery, TopoPath path, Scope scope, boolean resumes) {
    this.names = names;
    this.delivery = delivery;
    this.path = path;
    this.scope = scope;
    this.resumes = resumes;
  }

  WatchDelivery delivery() {
    return delivery;
  }

  /** What happened meanwhile cannot be had: the difference is told. */
  void lostTrack(String reason) {
    gap = Optional.of(reason);
  }

  /** It is another store now: everything is told anew. */
  void restart(String reason) {
    gap = Optional.of(reason);
    replaces = true;
  }

  /** Whether the state has to be told, or how it differs from what the listener knows. */
  boolean isDue() {
    return !begun || gap.isPresent();
  }

  /** The state that it has to be told. */
  TopoReads.State read(TopoReads reads, Deadline deadline) {
    return reads.state(path, scope, true, deadline);
  }

  /** Tells the state, which may be a larger part of the store's. */
  void tell(TopoReads.State state, String life) {
    if (!begun && resumes) {
      // Objects show what stands, not what stood: a listener may know what came and went since.
      restart("Kubernetes keeps no history of what was deleted");
    }
    if (replaces) {
      told.clear();
    }
    boolean difference = !replaces && gap.isPresent();
    gap.ifPresent(
        reason ->
            delivery.resync(
                replaces ? Kind.REPLACE : Kind.DIFFERENCE, reason, Stamp.NONE.cursor()));
    Map<TopoPath, String> before = new HashMap<>(told);
    told.clear();
    for (NodeObject node : state.nodes().stream().filter(this::covers).toList()) {
      String version = before.remove(node.absolute());
      told.put(node.absolute(), mark(node));
      if (version == null || !version.equals(mark(node))) {
        delivery.put(node.node(names.root()), difference, Stamp.NONE.cursor());
      }
    }
    before.keySet().forEach(gone -> delivery.deleted(relative(gone), Stamp.NONE.cursor()));
    begun = true;
    replaces = false;
    gap = Optional.empty();
    since = state.revision();
    delivery.inSync(new Stamp(since, life).cursor());
  }

  private static String mark(NodeObject node) {
    return node.uid() + node.revision();
  }

  private TopoPath relative(TopoPath absolute) {
    return absolute.relativeTo(names.root());
  }

  private boolean covers(NodeObject node) {
    return TopoReads.covers(names.absolute(path), scope, node.absolute());
  }

  private boolean isNews(TopoPath absolute, long revision) {
    return begun && revision > since && TopoReads.covers(names.absolute(path), scope, absolute);
  }

  void put(NodeObject node, long revision, String life) {
    if (isNews(node.absolute(), revision)) {
      since = revision;
      boolean known = told.put(node.absolute(), mark(node)) != null;
      delivery.put(node.node(names.root()), known, new Stamp(revision, life).cursor());
    }
  }

  void deleted(TopoPath absolute, long revision, String life) {
    if (isNews(absolute, revision) && told.remove(absolute) != null) {
      since = revision;
      delivery.deleted(relative(absolute), new Stamp(revision, life).cursor());
    }
  }
}

package com.multigres.meta.topo.etcd;

import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent.Resync.Kind;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.etcd.internal.EtcdKeys;
import com.multigres.meta.topo.etcd.internal.Stamp;
import com.multigres.meta.topo.spi.WatchDelivery;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a watch's listener is told of what etcd says: nodes, and nothing that a store keeps for
 * itself (rule T31). Not thread-safe.
 */
final class ToldNodes {
  private final EtcdKeys keys;
  private final TopoPath watched;
  private final WatchOptions.Scope scope;
  private final WatchDelivery delivery;
  // Nodes that were told and have the name of a queue's entry: their deletion is told too.
  private final Set<TopoPath> likeEntries = new HashSet<>();
  private boolean whole;

  ToldNodes(EtcdKeys keys, TopoPath watched, WatchOptions.Scope scope, WatchDelivery delivery) {
    this.keys = keys;
    this.watched = watched;
    this.scope = scope;
    this.delivery = delivery;
  }

  EtcdKeys.Span span() {
    return scope == WatchOptions.Scope.NODE ? keys.node(watched) : keys.tree(watched);
  }

  /**
   * Whether it takes what stood before to tell whether a deletion is a node's: until everything was
   * told once, as some was told by another watch.
   */
  boolean needsFormer() {
    return !whole;
  }

  /**
   * Tells everything.
   *
   * @param gap why, when it is told anew
   */
  void state(EtcdReads.State state, Optional<String> gap) {
    Cursor start = new Stamp(state.at().cluster(), Stamp.START).cursor();
    gap.ifPresent(reason -> delivery.resync(Kind.REPLACE, reason, start));
    likeEntries.clear();
    for (Node node : state.nodes()) {
      if (sees(node.path())) {
        remember(node.path());
        delivery.put(node, false, start);
      }
    }
    whole = true;
    inSync(state.at());
  }

  void inSync(Stamp at) {
    delivery.inSync(at.cursor());
  }

  private void remember(TopoPath path) {
    if (EtcdKeys.mayBeQueueEntry(keys.key(path))) {
      likeEntries.add(path);
    }
  }

  private boolean sees(TopoPath path) {
    return path.equals(watched) || (scope == WatchOptions.Scope.TREE && path.isBelow(watched));
  }

  /**
   * Tells a change.
   *
   * @param at where to resume after it
   * @param inSync whether it is certain what was told before
   */
  void change(Event event, Stamp at, boolean inSync) {
    KeyValue kv = event.getKv();
    Optional<TopoPath> path = keys.path(kv.getKey()).filter(this::sees);
    if (path.isEmpty()) {
      return;
    }
    if (event.getType() == Event.EventType.DELETE) {
      if (isDeletionOfNode(event, path.get())) {
        delivery.deleted(path.get(), at.cursor());
      }
    } else if (!EtcdKeys.isQueueEntry(kv)) {
      remember(path.get());
      boolean created = kv.getCreateRevision() == kv.getModRevision();
      delivery.put(EtcdReads.node(path.get(), kv, at.cluster()), !created || !inSync, at.cursor());
    }
  }

  private boolean isDeletionOfNode(Event event, TopoPath path) {
    if (!EtcdKeys.mayBeQueueEntry(event.getKv().getKey())) {
      return true;
    }
    return likeEntries.remove(path)
        || (event.hasPrevKv() && !EtcdKeys.isQueueEntry(event.getPrevKv()));
  }
}

package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.zookeeper.internal.Stamp;
import com.multigres.meta.topo.zookeeper.internal.View;
import com.multigres.meta.topo.zookeeper.internal.Wire;
import com.multigres.meta.topo.zookeeper.internal.Znodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/**
 * A transaction that is ready to be sent.
 *
 * @param makers makes the operations for the connection that they go through
 * @param written what each written node is called afterwards
 * @param guessed the directories that it makes because they are not known to stand
 * @param bytes about how large the request is
 */
record Plan(List<Maker> makers, Map<TopoPath, Written> written, Set<String> guessed, int bytes) {
  /** An operation, once it is known who sends it: access rights are the sender's. */
  interface Maker {
    Op make(Wire wire);
  }

  /**
   * The life that a write left its node in.
   *
   * @param write the write's own name
   * @param counted the operation whose result tells the counter; 0 where empty
   */
  record Written(String nonce, boolean bound, String write, OptionalInt counted) {}

  List<Op> ops(Wire wire) {
    return makers.stream().map(maker -> maker.make(wire)).toList();
  }

  /** Whether what stands somewhere was written by this very transaction: so all of it was done. */
  boolean isDone(Znodes znodes, Map<String, View> views) {
    return written.entrySet().stream()
        .anyMatch(
            one ->
                views
                    .getOrDefault(znodes.node(one.getKey()), View.MISSING)
                    .isOf(one.getKey(), one.getValue().write));
  }

  /** The versions of what stands, when {@link #isDone}; empty when one was overwritten since. */
  Optional<Map<TopoPath, Version>> versions(Znodes znodes, Map<String, View> views) {
    Map<TopoPath, Version> versions = new LinkedHashMap<>();
    for (Map.Entry<TopoPath, Written> one : written.entrySet()) {
      TopoPath path = one.getKey();
      Written what = one.getValue();
      View view = views.getOrDefault(znodes.node(path), View.MISSING);
      if (view.isOf(path, what.write)) {
        versions.put(path, view.stamp(path).version(path));
      } else if (what.counted.isEmpty()) {
        versions.put(path, new Stamp(what.nonce, 0, what.bound).version(path));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(versions);
  }

  Map<TopoPath, Version> versions(List<OpResult> results) {
    Map<TopoPath, Version> versions = new LinkedHashMap<>();
    written.forEach(
        (path, what) -> {
          int counter = 0;
          if (what.counted.isPresent()
              && results.get(what.counted.getAsInt()) instanceof OpResult.SetDataResult set) {
            counter = set.getStat().getVersion();
          }
          versions.put(path, new Stamp(what.nonce, counter, what.bound).version(path));
        });
    return versions;
  }
}

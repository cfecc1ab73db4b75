package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.zookeeper.internal.Stamp;
import com.multigres.meta.topo.zookeeper.internal.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/**
 * A transaction that is ready to be sent.
 *
 * @param makers makes the operations for the connection that they go through
 * @param written what each written node is called afterwards
 * @param bytes about how large the request is
 */
record Plan(List<Maker> makers, Map<TopoPath, Written> written, int bytes) {
  /** An operation, once it is known who sends it: access rights are the sender's. */
  interface Maker {
    Op make(Wire wire);
  }

  /**
   * The life that a write left its node in.
   *
   * @param counted the operation whose result tells the counter; 0 where empty
   */
  record Written(String nonce, boolean bound, OptionalInt counted) {}

  List<Op> ops(Wire wire) {
    return makers.stream().map(maker -> maker.make(wire)).toList();
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

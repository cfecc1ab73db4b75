package com.multigres.meta.cluster;

import com.google.protobuf.ByteString;
import com.multigres.meta.cluster.internal.PrimaryTerm;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.internal.Conflicts;
import java.util.Optional;

/** Gives out the terms of shards' primaries: each to one pooler, and only growing. */
final class PrimaryTerms {
  private final TopoStore store;

  PrimaryTerms(GlobalTopology global) {
    this.store = global.store();
  }

  /** The latest term of a shard; zero before there was one. */
  long latest(ShardKey shard) {
    TopoPath path = PrimaryTerm.path(shard);
    return store.read(path).map(PrimaryTerms::decode).map(PrimaryTerm::term).orElse(0L);
  }

  /**
   * Gives a pooler a term that is later than those in the shard's records. The term that it was
   * given before is given again while no record shows it: then whoever gave it died before it was
   * written, or the record went with the pooler's session.
   */
  long give(ShardKey shard, ComponentId pooler, long shown) {
    TopoPath path = PrimaryTerm.path(shard);
    return Conflicts.retry(path, () -> giveOnce(path, pooler, shown));
  }

  private Optional<Long> giveOnce(TopoPath path, ComponentId pooler, long shown) {
    Optional<Node> node = store.read(path);
    Optional<PrimaryTerm> last = node.map(PrimaryTerms::decode);
    Optional<Long> again =
        last.filter(given -> given.primary().equals(pooler) && given.term() > shown)
            .map(PrimaryTerm::term);
    return again.isPresent()
        ? again
        : Conflicts.unlessLost(
            () -> {
              long next = Math.max(shown, last.map(PrimaryTerm::term).orElse(0L)) + 1;
              write(path, node, new PrimaryTerm(next, pooler));
              return next;
            });
  }

  private void write(TopoPath path, Optional<Node> node, PrimaryTerm term) {
    ByteString value =
        node.map(standing -> PrimaryTerm.CODEC.merge(path, standing.value(), term))
            .orElseGet(() -> PrimaryTerm.CODEC.encode(term));
    store.write(
        path, value, node.map(Node::version).map(Expect::version).orElseGet(Expect::absent));
  }

  private static PrimaryTerm decode(Node node) {
    return PrimaryTerm.CODEC.decode(node.path(), node.value());
  }
}

package com.multigres.meta.cluster.internal;

import com.multigres.meta.cluster.internal.wire.PrimaryTermMessage;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.RecordCodec;
import com.multigres.meta.topology.internal.record.ProtobufCodec;

/**
 * The latest term in which a shard's primary was appointed. It stands by itself, because the
 * primary's record goes with its session and comes back with it: a term that was given once is
 * never given to another.
 *
 * @param term the coordinator's term
 * @param primary the pooler that was appointed in it
 */
public record PrimaryTerm(long term, ComponentId primary) {
  /** The directory of all shards' terms, below the global root, in every layout. */
  public static final TopoPath DIRECTORY = TopoPath.of("multigres-meta", "terms");

  /** Its bytes. */
  public static final RecordCodec<PrimaryTerm> CODEC =
      new ProtobufCodec<>(
          PrimaryTermMessage.getDefaultInstance(),
          PrimaryTermMessage.parser(),
          PrimaryTerm::read,
          PrimaryTerm::write);

  /** Where the term of a shard lies. */
  public static TopoPath path(ShardKey shard) {
    return DIRECTORY.child(shard.database()).child(shard.tableGroup()).child(shard.shard());
  }

  private static PrimaryTerm read(PrimaryTermMessage message) {
    return new PrimaryTerm(
        message.getTerm(),
        new ComponentId(ComponentType.POOLER, message.getCell(), message.getName()));
  }

  private static PrimaryTermMessage write(PrimaryTermMessage before, PrimaryTerm term) {
    return before.toBuilder()
        .setTerm(term.term())
        .setCell(term.primary().cell())
        .setName(term.primary().name())
        .build();
  }
}

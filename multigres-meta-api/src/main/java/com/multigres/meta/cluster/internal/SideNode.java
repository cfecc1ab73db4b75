package com.multigres.meta.cluster.internal;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.internal.wire.AppliedStateMessage;
import com.multigres.meta.cluster.internal.wire.BaseEntryMessage;
import com.multigres.meta.cluster.internal.wire.RetainedEntryMessage;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.AppliedState.BaseEntry;
import com.multigres.meta.cluster.plan.AppliedState.RetainedEntry;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.topology.RecordCodec;
import com.multigres.meta.topology.internal.record.ProtobufCodec;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The value of the side node that stands beside the database records.
 *
 * @param fence the token of the leader that writes the records; zero before there was one
 * @param applied what was last carried into them; empty when nobody ever did
 */
public record SideNode(long fence, Optional<AppliedState> applied) {
  /** What stands where there is no node. */
  public static final SideNode NONE = new SideNode(0, Optional.empty());

  /** Its bytes. */
  public static final RecordCodec<SideNode> CODEC =
      new ProtobufCodec<>(
          AppliedStateMessage.getDefaultInstance(),
          AppliedStateMessage.parser(),
          SideNode::read,
          SideNode::write);

  private static SideNode read(AppliedStateMessage message) {
    return new SideNode(
        message.getFence(),
        message.getChangeId().isEmpty() ? Optional.empty() : Optional.of(applied(message)));
  }

  private static AppliedState applied(AppliedStateMessage message) {
    TreeMap<EntryPath, BaseEntry> base = new TreeMap<>();
    for (BaseEntryMessage entry : message.getBaseList()) {
      base.put(
          new EntryPath(entry.getPathList()),
          new BaseEntry(entry.getId(), entry.getName(), entry.getContent()));
    }
    TreeMap<EntryPath, RetainedEntry> retained = new TreeMap<>();
    for (RetainedEntryMessage entry : message.getRetainedList()) {
      retained.put(
          new EntryPath(entry.getPathList()),
          new RetainedEntry(entry.getId(), entry.getName(), entry.getGeneration()));
    }
    return new AppliedState(position(message), base, retained);
  }

  private static Position position(AppliedStateMessage message) {
    try {
      return new Position(message.getGeneration(), new ChangeId(message.getChangeId()));
    } catch (CatalogException e) {
      throw new IllegalArgumentException("its position: " + e.getMessage(), e);
    }
  }

  private static AppliedStateMessage write(AppliedStateMessage before, SideNode node) {
    AppliedStateMessage.Builder after = before.toBuilder().setFence(node.fence());
    node.applied().ifPresent(state -> write(after, state));
    return after.build();
  }

  private static void write(AppliedStateMessage.Builder after, AppliedState state) {
    after
        .setGeneration(state.position().generation())
        .setChangeId(state.position().changeId().value())
        .setContentHash(state.contentHash())
        .clearBase()
        .clearRetained();
    state
        .base()
        .forEach(
            (path, entry) ->
                after
                    .addBaseBuilder()
                    .addAllPath(path.names())
                    .setId(entry.id())
                    .setName(entry.name())
                    .setContent(entry.content()));
    state
        .retained()
        .forEach(
            (path, entry) ->
                after
                    .addRetainedBuilder()
                    .addAllPath(path.names())
                    .setId(entry.id())
                    .setName(entry.name())
                    .setGeneration(entry.generation()));
  }
}

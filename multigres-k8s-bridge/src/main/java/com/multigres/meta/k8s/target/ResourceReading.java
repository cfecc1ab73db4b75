package com.multigres.meta.k8s.target;

import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.bridge.BridgeTarget;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.cluster.plan.BridgeAction.Add;
import com.multigres.meta.cluster.plan.BridgeAction.Remove;
import com.multigres.meta.cluster.plan.BridgeAction.Update;
import com.multigres.meta.cluster.plan.CopySnapshot;
import com.multigres.meta.cluster.plan.DesiredEntry;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.cluster.plan.WriteScope;
import com.multigres.meta.cluster.plan.edit.CatalogEntries;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.resource.Content;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.k8s.resource.ResourceWrites;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.store.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** A resource and what stands beside it, as they were read together. */
record ResourceReading(
    ResourceTarget target, Resource resource, Content content, Optional<SideMap.Standing> beside)
    implements BridgeTarget.Reading {
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  @Override
  public CopySnapshot snapshot() {
    return new CopySnapshot(Place.KUBERNETES, Entries.of(content), applied());
  }

  private Optional<AppliedState> applied() {
    return record().applied(resource.mark(Marks.POSITION));
  }

  @Override
  public long fence() {
    return ResourceTarget.fence(resource);
  }

  @Override
  public SortedMap<EntryPath, DesiredEntry> desired(Catalog catalog) {
    return CatalogEntries.of(catalog);
  }

  @Override
  public WriteScope scope() {
    return new WriteScope.All();
  }

  @Override
  public Optional<BridgeTarget.Reading> announce(
      List<BridgeAction> actions, AppliedState next, OptionalLong fence) {
    checkFence(fence);
    Content after = after(actions);
    return changes(after) ? announced(after, next, fence, target.begin()) : Optional.of(this);
  }

  private Optional<BridgeTarget.Reading> announced(
      Content after, AppliedState next, OptionalLong fence, Deadline deadline) {
    SideRecord before = record();
    SideRecord record =
        before
            .withFence(before.uid(), fence.orElse(before.fence()))
            .announcing(SideRecord.mark(next.position(), after.hash()), next);
    return target
        .side()
        .write(beside, resource, record, deadline)
        .map(there -> new ResourceReading(target, resource, content, Optional.of(there)));
  }

  /** The resource first: what is noted beside it was then certainly there. */
  @Override
  public boolean write(List<BridgeAction> actions, AppliedState next, OptionalLong fence) {
    checkFence(fence);
    Content after = after(actions);
    Deadline deadline = target.begin();
    if (changes(after) && announcesOther(SideRecord.mark(next.position(), after.hash()))) {
      return announced(after, next, fence, deadline)
          .map(reading -> reading.write(actions, next, fence))
          .orElse(false);
    }
    return writeResource(after, next, deadline) && writeBeside(next, fence, deadline);
  }

  /** Whether what was begun before and never noted would be forgotten by another mark. */
  private boolean announcesOther(String mark) {
    return record().announced().filter(write -> !write.mark().equals(mark)).isPresent();
  }

  /** A later leader writes his token beside the resource first: either place may tell of him. */
  private void checkFence(OptionalLong fence) {
    if (fence.isEmpty()) {
      return;
    }
    long token = fence.getAsLong();
    if (fence() != token) {
      throw fenced(target.resource().toString(), fence(), token);
    }
    if (record().fence() > token) {
      throw fenced(target.side().toString(), record().fence(), token);
    }
  }

  private static ClusterException fenced(String where, long standing, long token) {
    return new ClusterException(
        ClusterErrorCode.FENCED, where + " has the fence " + standing + ", not ours, " + token);
  }

  private boolean changes(Content after) {
    return !after.equals(content) || resource.mark(Marks.POSITION).isEmpty();
  }

  private Content after(List<BridgeAction> actions) {
    SortedMap<EntryPath, String> entries = new TreeMap<>(Entries.of(content));
    for (BridgeAction action : actions) {
      if (action instanceof Add add) {
        entries.put(add.path(), add.content());
      } else if (action instanceof Update update) {
        entries.put(update.path(), update.content());
      } else if (action instanceof Remove remove) {
        entries.keySet().removeIf(remove.path()::holds);
      }
    }
    return Entries.content(entries, content);
  }

  private boolean writeResource(Content after, AppliedState next, Deadline deadline) {
    if (!changes(after)) {
      return true;
    }
    ClusterResource cluster = target.resource();
    String mark = SideRecord.mark(next.position(), after.hash());
    ClusterResource.Write write =
        ResourceWrites.of(cluster, resource, content, after, Map.of(Marks.POSITION, mark));
    try {
      cluster.write(write, deadline);
      return true;
    } catch (ApiException fault) {
      if (fault.is(CONFLICT)) {
        target.overtaken(fault);
        return false;
      }
      if (fault.is(UNPROCESSABLE) && !fault.isTooLarge()) {
        return !isStale(deadline) && refuse(fault);
      }
      throw fault;
    }
  }

  /** A patch names places in lists: on another version than was read they may not be there. */
  private boolean isStale(Deadline deadline) {
    return !target.resource().get(deadline).version().equals(resource.version());
  }

  private boolean refuse(ApiException fault) {
    throw new ClusterException(
        ClusterErrorCode.REFUSED,
        "the API server refuses it with 422: " + fault.getMessage(),
        fault);
  }

  private boolean writeBeside(AppliedState next, OptionalLong fence, Deadline deadline) {
    SideRecord before = record();
    boolean noted = before.applied().map(state -> !next.differsFrom(state)).orElse(false);
    if (noted && before.announced().isEmpty()) {
      return true;
    }
    SideRecord record =
        new SideRecord(resource.uid(), fence.orElse(before.fence()), Optional.of(next));
    return target.side().write(beside, resource, record, deadline).isPresent();
  }

  /** What stands beside it; another resource's of the same name says nothing but the fence. */
  private SideRecord record() {
    return beside
        .map(SideMap.Standing::record)
        .map(record -> record.withFence(resource.uid(), record.fence()))
        .orElseGet(() -> new SideRecord(resource.uid(), 0, Optional.empty()));
  }
}

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
    return beside
        .map(SideMap.Standing::record)
        .filter(record -> record.uid().equals(resource.uid()))
        .flatMap(SideRecord::applied);
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

  /** The resource first: what is noted beside it was then certainly there. */
  @Override
  public boolean write(List<BridgeAction> actions, AppliedState next, OptionalLong fence) {
    if (fence.isPresent() && fence() != fence.getAsLong()) {
      throw new ClusterException(
          ClusterErrorCode.FENCED,
          target.resource() + " has the fence " + fence() + ", not ours, " + fence.getAsLong());
    }
    Deadline deadline = target.begin();
    return writeResource(after(actions), next, deadline) && writeBeside(next, deadline);
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
    boolean marked = resource.mark(Marks.POSITION).isPresent();
    if (after.equals(content) && marked) {
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

  private boolean writeBeside(AppliedState next, Deadline deadline) {
    Optional<AppliedState> before = applied();
    if (before.isPresent() && !next.differsFrom(before.get())) {
      return true;
    }
    long fence = beside.map(found -> found.record().fence()).orElse(0L);
    SideRecord record = new SideRecord(resource.uid(), fence, Optional.of(next));
    return target.side().write(beside, resource, record, deadline);
  }
}

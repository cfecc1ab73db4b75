package com.multigres.meta.k8s.target;

import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.bridge.BridgeTarget;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.resource.Content;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.k8s.resource.ResourceWrites;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.databases} of one {@code MultigresCluster} as a copy of the catalog. What was last
 * applied stands in the ConfigMap beside it; the fence in an annotation, and there too. Every write
 * names the versions that were read. Thread-safe.
 */
public final class ResourceTarget implements BridgeTarget {
  private static final int CONFLICT = 409;

  private final ClusterResource resource;
  private final SideMap side;
  private final Duration timeout;
  private final AtomicReference<@Nullable Resource> last = new AtomicReference<>();
  private final AtomicReference<@Nullable String> conflict = new AtomicReference<>();

  /**
   * The copy.
   *
   * @param server where the resource is; stays the caller's
   * @param namespace its namespace
   * @param cluster its name
   * @param timeout how long a call may take
   */
  public ResourceTarget(ApiServer server, String namespace, String cluster, Duration timeout) {
    this.resource = new ClusterResource(server, namespace, cluster);
    this.side = new SideMap(server, namespace, cluster);
    this.timeout = timeout;
  }

  @Override
  public Place place() {
    return Place.KUBERNETES;
  }

  /** {@return the resource on its server} */
  public ClusterResource resource() {
    return resource;
  }

  /** As it was read last. */
  public Optional<Resource> lastRead() {
    return Optional.ofNullable(last.get());
  }

  /** What the server said last of a write that was overtaken. */
  public Optional<String> lastConflict() {
    return Optional.ofNullable(conflict.get());
  }

  void overtaken(ApiException fault) {
    conflict.set(fault.getMessage());
  }

  SideMap side() {
    return side;
  }

  /** {@return until when a call that begins now may take} */
  public Deadline begin() {
    return Deadline.after(timeout);
  }

  @Override
  public Reading read() {
    Resource read = fetch(begin());
    return new ResourceReading(this, read, Content.of(read), side.read(begin()));
  }

  private Resource fetch(Deadline deadline) {
    Resource read = resource.get(deadline);
    last.set(read);
    if (read.mark(Marks.CATALOG).isPresent()) {
      throw new ClusterException(
          ClusterErrorCode.REFUSED,
          resource
              + " is a catalog of its own (annotation "
              + Marks.CATALOG
              + "): no other catalog can be carried into it");
    }
    return read;
  }

  @Override
  public void raiseFence(long token, long above) {
    Deadline deadline = begin();
    while (!raiseOnce(token, above, deadline)) {
      if (deadline.expired()) {
        throw new ClusterException(
            ClusterErrorCode.CONTENDED, "others changed " + resource + " every time");
      }
    }
  }

  /** The largest token that stands in the resource or beside it. */
  public long standingFence() {
    Deadline deadline = begin();
    long beside = side.read(deadline).map(found -> found.record().fence()).orElse(0L);
    return Math.max(beside, fence(resource.get(deadline)));
  }

  /** The ConfigMap first: once the annotation stands, nobody's older token passes anywhere. */
  private boolean raiseOnce(long token, long above, Deadline deadline) {
    Resource read = fetch(deadline);
    Optional<SideMap.Standing> beside = side.read(deadline);
    long there = beside.map(found -> found.record().fence()).orElse(0L);
    checkNotLater(Math.max(there, fence(read)), token, above);
    SideRecord before =
        beside
            .map(SideMap.Standing::record)
            .orElse(new SideRecord(read.uid(), 0, Optional.empty()));
    if (there != token || !before.uid().equals(read.uid())) {
      if (side.write(beside, read, before.withFence(read.uid(), token), deadline).isEmpty()) {
        return false;
      }
    }
    if (fence(read) == token) {
      return true;
    }
    Content content = Content.of(read);
    Map<String, String> mark = Map.of(Marks.FENCE, Long.toString(token));
    try {
      resource.write(ResourceWrites.of(resource, read, content, content, mark), deadline);
      return true;
    } catch (ApiException fault) {
      if (fault.is(CONFLICT)) {
        overtaken(fault);
        return false;
      }
      throw fault;
    }
  }

  private void checkNotLater(long standing, long token, long above) {
    if (standing > above && standing != token) {
      throw new ClusterException(
          ClusterErrorCode.FENCED,
          resource + " has the fence " + standing + ", later than " + above);
    }
  }

  /** The token that stands in a resource; zero before there was one. */
  public static long fence(Resource read) {
    String text = read.mark(Marks.FENCE).orElse("0");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw new ClusterException(
          ClusterErrorCode.FENCED,
          "the annotation " + Marks.FENCE + " is no number: nobody can tell who leads",
          notANumber);
    }
  }
}

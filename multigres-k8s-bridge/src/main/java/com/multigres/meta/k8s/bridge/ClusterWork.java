package com.multigres.meta.k8s.bridge;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.cluster.bridge.BridgeRunner;
import com.multigres.meta.cluster.bridge.BridgeSettings;
import com.multigres.meta.cluster.bridge.TopologyTarget;
import com.multigres.meta.cluster.plan.BridgePlan;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.WriteScope;
import com.multigres.meta.k8s.resource.ClusterResource;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.resource.Resource;
import com.multigres.meta.k8s.target.ResourceTarget;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the bridge does for one cluster: plans, runs, and tells what became of a run as conditions
 * and events. Thread-safe.
 */
final class ClusterWork {
  private static final Logger log = LoggerFactory.getLogger(ClusterWork.class);
  private static final String AUTHOR = "bridge";

  private final BridgeParts parts;
  private final BridgeOptions options;
  private final ResourceTarget resource;
  private final TopologyTarget topology;
  private final Telling telling;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<String> lastWord = new AtomicReference<>("");
  private @Nullable Led led;

  /** What a leadership works with. */
  private record Led(ClusterFence fence, BridgeRunner runner) {}

  ClusterWork(BridgeParts parts, BridgeOptions options) {
    this.parts = parts;
    this.options = options;
    resource =
        new ResourceTarget(parts.server(), parts.namespace(), parts.cluster(), options.timeout());
    RecordSettings settings = new RecordSettings();
    topology =
        TopologyTarget.beside(
            parts.global(),
            () -> resource.lastRead().map(Operator::scope).orElseGet(WriteScope.Nothing::new),
            name -> resource.lastRead().flatMap(read -> settings.of(read, name)));
    telling = new Telling(parts.server(), resource);
  }

  ClusterResource resource() {
    return resource.resource();
  }

  /** The resource as it was read last. */
  Optional<Resource> lastRead() {
    return resource.lastRead();
  }

  private BridgeRunner runner(BridgeSettings settings) {
    return new BridgeRunner(
        parts.catalogs(), List.of(resource, topology), parts.servers(), settings.by(AUTHOR));
  }

  BridgePlan plan() {
    return runner(BridgeSettings.STANDARD).plan(this::policy);
  }

  /** Says in a person's name that the bridge may go on, at the position that stands now. */
  Position confirm() {
    Position now = parts.catalogs().read().position();
    resource.resource().annotate(Marks.CONFIRM, now.toString(), resource.begin());
    return now;
  }

  /**
   * Says in a person's name what becomes of a retained entry.
   *
   * @return at which position of the catalog it holds; empty where no such entry is retained
   */
  Optional<Position> decide(String mark, EntryPath path) {
    boolean retained =
        Stream.of(resource.read(), topology.read())
            .flatMap(reading -> reading.snapshot().applied().stream())
            .anyMatch(applied -> applied.retained().containsKey(path));
    if (!retained) {
      return Optional.empty();
    }
    Position now = parts.catalogs().read().position();
    Set<EntryPath> paths = new TreeSet<>(decided(mark, now));
    paths.add(path);
    resource.resource().annotate(mark, PersonsWord.text(now, paths), resource.begin());
    return Optional.of(now);
  }

  private Set<EntryPath> decided(String mark, Position now) {
    return resource
        .lastRead()
        .flatMap(read -> read.mark(mark))
        .map(text -> PersonsWord.paths(text, now))
        .orElse(Set.of());
  }

  /** A person's word holds while the catalog stands where it stood when he looked. */
  private BridgePolicy policy(Position now) {
    String word = resource.lastRead().flatMap(read -> read.mark(Marks.CONFIRM)).orElse("");
    return new BridgePolicy(
        options.deletion(),
        word.equals(now.toString()),
        decided(Marks.ADOPT, now),
        decided(Marks.RELEASE, now),
        Set.of());
  }

  /**
   * Runs once, and tells what became of it.
   *
   * @param number of the leadership
   * @param leadership asked whether it still holds
   */
  BridgeReport run(long number, Leadership leadership) {
    Led mine = led(number);
    try {
      BridgeReport report = mine.runner().runOnce(now -> policy(now, mine.runner()));
      telling.success(report, mine.fence().token());
      return report;
    } catch (RuntimeException failed) {
      if (!Thread.currentThread().isInterrupted()
          && !isOutranked(failed, mine.fence(), leadership)) {
        telling.failure(failed, mine.fence().token());
      }
      throw failed;
    }
  }

  /** What a person says anew is a reason to try again what was refused. */
  private BridgePolicy policy(Position now, BridgeRunner runner) {
    String word = resource.lastRead().flatMap(read -> read.mark(Marks.CONFIRM)).orElse("");
    if (!word.equals(lastWord.getAndSet(word))) {
      runner.retryRefused();
    }
    return policy(now);
  }

  /** A runner for each leadership, which raises the fence first. */
  private Led led(long number) {
    lock.lock();
    try {
      if (led == null || led.fence().number() != number) {
        led = led(ClusterFence.of(number));
      }
      return led;
    } finally {
      lock.unlock();
    }
  }

  private Led led(ClusterFence fence) {
    return new Led(fence, runner(BridgeSettings.STANDARD.leading(fence.token(), fence.above())));
  }

  /**
   * Whether a later leader is at work. Who leads by the lease has none: then what stands there is
   * outranked by the next run, in this cluster's targets only.
   */
  private boolean isOutranked(RuntimeException failed, ClusterFence fence, Leadership leadership) {
    boolean inCatalog =
        failed instanceof CatalogException refusal
            && refusal.code() == CatalogException.Code.NOT_ALLOWED;
    boolean inCopy =
        failed instanceof ClusterException refusal && refusal.code() == ClusterErrorCode.FENCED;
    if (!inCatalog && !inCopy) {
      return false;
    }
    try {
      long standing = Math.max(resource.standingFence(), topology.read().fence());
      // Asked after that was read: who came later is not taken for nobody.
      if (leadership.token().equals(OptionalLong.of(fence.number()))) {
        // The catalog does not say what stands there: twice as much, until it is enough.
        long exceeding = inCatalog ? Math.multiplyExact(fence.token(), 2L) : 0;
        renew(standing <= fence.token() && inCopy ? fence : fence.outranking(standing, exceeding));
      }
      return true;
    } catch (RuntimeException unreadable) {
      log.info("what fences {} cannot be outranked: {}", this, unreadable.getMessage());
      return false;
    }
  }

  private void renew(ClusterFence fence) {
    lock.lock();
    try {
      log.warn("a fence of {} was no leader's; going on with {}", this, fence.token());
      led = led(fence);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return parts.namespace() + "/" + parts.cluster();
  }
}

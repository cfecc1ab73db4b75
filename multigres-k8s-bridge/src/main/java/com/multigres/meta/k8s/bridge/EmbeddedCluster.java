package com.multigres.meta.k8s.bridge;

import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topology.TopoLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One cluster that somebody else reconciles. Thread-safe; its runs follow each other. */
final class EmbeddedCluster implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedCluster.class);

  private final Supplier<OpenCluster> opening;
  private final Telling telling;
  private final Leadership leadership;
  private final Runnable changed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Backoff backoff = new Backoff();
  private Optional<Open> open = Optional.empty();
  private boolean closed;

  /** What is open under one token. */
  private record Open(
      OpenCluster cluster,
      ClusterWork work,
      PoolerNews.Following poolers,
      long token,
      Opened opened) {

    boolean serves(long now) {
      return token == now && work.lastRead().map(cluster::serves).orElse(true);
    }
  }

  EmbeddedCluster(
      Supplier<OpenCluster> opening, Telling telling, Leadership leadership, Runnable changed) {
    this.opening = opening;
    this.telling = telling;
    this.leadership = leadership;
    this.changed = changed;
  }

  Next reconcile(long token) {
    lock.lock();
    try {
      return closed ? Next.nothing() : run(token);
    } finally {
      lock.unlock();
    }
  }

  private Next run(long token) {
    Optional<Open> ready = tryToOpen(token);
    if (ready.isEmpty()) {
      return Next.after(backoff.next());
    }
    Open some = ready.get();
    try {
      BridgeReport report = some.work().run(token, leadership);
      some.poolers().refresh();
      backoff.none();
      return Next.done(some.cluster().options().interval(), report);
    } catch (RuntimeException failed) {
      log.warn("{} is tried again: {}", some.work(), failed.getMessage());
      Duration pause = backoff.next();
      Duration asked = FailureReason.retryAfter(failed).orElse(pause);
      return Next.after(asked.compareTo(pause) > 0 ? asked : pause);
    }
  }

  private Optional<Open> tryToOpen(long token) {
    if (open.filter(some -> some.serves(token)).isPresent()) {
      return open;
    }
    closeOpen();
    try {
      open = Optional.of(open(token));
    } catch (RuntimeException failed) {
      log.warn("a cluster cannot be opened: {}", failed.getMessage());
      telling.failure(failed, token);
    }
    return open;
  }

  private Open open(long token) {
    Opened opened = new Opened();
    try {
      OpenCluster cluster = opening.get();
      opened.add(cluster::close);
      BridgeParts parts = cluster.parts();
      opened.add(parts.catalogs().subscribe(Optional.empty(), event -> changed.run())::close);
      opened.add(
          parts
                  .global()
                  .store()
                  .watch(TopoLayout.databases(), WatchOptions.tree(), event -> changed.run())
              ::close);
      PoolerNews.Following poolers = parts.poolers().follow(changed);
      opened.add(poolers::close);
      ClusterWork work = new ClusterWork(parts, cluster.options());
      return new Open(cluster, work, poolers, token, opened);
    } catch (RuntimeException failed) {
      opened.closeAfter(failed);
      throw failed;
    }
  }

  private void closeOpen() {
    Optional<Open> before = open;
    open = Optional.empty();
    before.ifPresent(some -> some.opened().close());
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closeOpen();
    } finally {
      lock.unlock();
    }
  }
}

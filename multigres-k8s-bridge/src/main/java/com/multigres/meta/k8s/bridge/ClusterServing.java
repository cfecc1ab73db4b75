package com.multigres.meta.k8s.bridge;

import com.multigres.meta.cluster.bridge.BridgeLoop;
import com.multigres.meta.cluster.bridge.BridgeReport;
import com.multigres.meta.k8s.target.ResourceTarget;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one cluster on a thread of its own while its process leads: opens what it needs, runs on
 * every change and on a timer, and begins anew, after a longer pause each time, where that fails.
 * Thread-safe.
 */
final class ClusterServing implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterServing.class);
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Leadership leadership;
  private final Supplier<OpenCluster> opening;
  private final Telling telling;
  private final Consumer<BridgeReport> listener;
  private final String name;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Runnable waking = () -> {};
  private volatile Optional<ClusterServing> predecessor = Optional.empty();

  /**
   * Serves nothing before it is started.
   *
   * @param resource which cluster
   * @param telling tells its conditions
   * @param leadership whether to serve it now
   * @param opening opens what it takes
   * @param listener told of each run that succeeded
   */
  ClusterServing(
      ResourceTarget resource,
      Telling telling,
      Leadership leadership,
      Supplier<OpenCluster> opening,
      Consumer<BridgeReport> listener) {
    this.telling = telling;
    this.leadership = leadership;
    this.opening = opening;
    this.listener = listener;
    name = resource.resource().namespace() + "/" + resource.resource().name();
    thread = new Thread(this::serve, "multigres-bridge-serving-" + name.replace('/', '-'));
    thread.setDaemon(true);
  }

  void start() {
    startAfter(Optional.empty());
  }

  /** Serves once another has ended, which was asked to. */
  void startAfter(Optional<ClusterServing> another) {
    predecessor = another;
    thread.start();
  }

  /** Whether it has, and all before it. */
  boolean hasEnded() {
    return !thread.isAlive() && predecessor.map(ClusterServing::hasEnded).orElse(true);
  }

  /** One that was asked to end while it waited may have ended before the one that it waited for. */
  private void awaitPredecessors() throws InterruptedException {
    Optional<ClusterServing> before = predecessor;
    while (before.isPresent()) {
      before.get().thread.join();
      before = before.get().predecessor;
    }
    predecessor = Optional.empty();
  }

  /** The resource may have changed. */
  void wake() {
    waking.run();
  }

  private void serve() {
    Backoff backoff = new Backoff();
    try {
      awaitPredecessors();
      while (!closed(Duration.ZERO)) {
        OptionalLong token = leadership.await(WAIT);
        if (token.isPresent()) {
          closed(tryToLead(token.getAsLong()) ? backoff.none() : backoff.next());
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean tryToLead(long token) throws InterruptedException {
    try (OpenCluster open = opening.get()) {
      lead(open, token);
      return true;
    } catch (RuntimeException failed) {
      if (!closed(Duration.ZERO)) {
        log.warn("the bridge of {} could not begin: {}", name, failed.getMessage());
        telling.failure(failed, token);
      }
      return false;
    }
  }

  private void lead(OpenCluster open, long token) throws InterruptedException {
    log.info("leading {} with the fence token {}", name, token);
    BridgeParts parts = open.parts();
    ClusterWork work = new ClusterWork(parts, open.options());
    try (PoolerNews.Following poolers = parts.poolers().follow(this::wake);
        BridgeLoop running =
            BridgeLoop.start(
                parts.cluster(),
                () -> {
                  // First, because a run tells on the resource what it cannot reach.
                  BridgeReport report = work.run(token, leadership);
                  poolers.refresh();
                  return report;
                },
                parts.catalogs(),
                parts.global(),
                open.options().interval(),
                listener,
                FailureReason::retryAfter);
        OpenCluster.Closing watching = open.watch(work.resource(), this::wake)) {
      waking = running::wake;
      running.wake();
      while (leads(token) && work.lastRead().map(open::serves).orElse(true) && !closed(LOOK)) {
        // leads on
      }
      log.info("leading {} no longer, as {}", name, watching);
    } finally {
      waking = () -> {};
    }
  }

  private boolean leads(long token) {
    return leadership.token().equals(OptionalLong.of(token));
  }

  private boolean closed(Duration within) throws InterruptedException {
    return closing.await(within.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Asks it to end. */
  void stop() {
    closing.countDown();
    thread.interrupt();
  }

  /** Ends it. What is under way is interrupted and waited for. */
  @Override
  public void close() {
    stop();
    boolean interrupted = false;
    while (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package com.multigres.meta.cluster.bridge;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topology.GlobalTopology;
import com.multigres.meta.topology.TopoLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a bridge on every change of the catalog and of the database records, and on a timer, on a
 * thread of its own. A run that fails is tried again, after a longer pause each time. One loop
 * serves one cluster; a process may have many. Thread-safe.
 */
public final class BridgeLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BridgeLoop.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Supplier<BridgeReport> runs;
  private final Duration interval;
  private final Consumer<BridgeReport> listener;
  private final Function<RuntimeException, Optional<Duration>> asked;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final Thread thread;
  private boolean due = true;
  private boolean closed;
  private Optional<Subscription> subscription = Optional.empty();
  private Optional<Watch> watch = Optional.empty();

  private BridgeLoop(
      String cluster,
      Supplier<BridgeReport> runs,
      Duration interval,
      Consumer<BridgeReport> listener,
      Function<RuntimeException, Optional<Duration>> asked) {
    this.runs = runs;
    this.interval = interval;
    this.listener = listener;
    this.asked = asked;
    thread = new Thread(this::loop, "multigres-bridge-" + cluster);
    thread.setDaemon(true);
  }

  /**
   * Starts a loop.
   *
   * @param cluster the cluster's name, for thread and log
   * @param runner what to run
   * @param catalogs the catalog to follow
   * @param global the topology to watch
   * @param interval how long to wait for a change before a run all the same
   * @param listener told of every run's report, on the loop's thread
   * @return the running loop
   */
  public static BridgeLoop start(
      String cluster,
      BridgeRunner runner,
      CatalogStore catalogs,
      GlobalTopology global,
      Duration interval,
      Consumer<BridgeReport> listener) {
    return start(
        cluster,
        runner::runOnce,
        catalogs,
        global,
        interval,
        listener,
        failure -> Optional.empty());
  }

  /**
   * Starts a loop of runs that are more than a runner's.
   *
   * @param cluster the cluster's name, for thread and log
   * @param runs makes one run
   * @param catalogs the catalog to follow
   * @param global the topology to watch
   * @param interval how long to wait for a change before a run all the same
   * @param listener told of every run's report, on the loop's thread
   * @param asked how long whoever refused a run wants to be left alone; the pause after it is no
   *     shorter
   * @return the running loop
   */
  public static BridgeLoop start(
      String cluster,
      Supplier<BridgeReport> runs,
      CatalogStore catalogs,
      GlobalTopology global,
      Duration interval,
      Consumer<BridgeReport> listener,
      Function<RuntimeException, Optional<Duration>> asked) {
    BridgeLoop loop = new BridgeLoop(cluster, runs, interval, listener, asked);
    try {
      loop.subscription = Optional.of(catalogs.subscribe(Optional.empty(), event -> loop.wake()));
      loop.watch =
          Optional.of(
              global
                  .store()
                  .watch(TopoLayout.databases(), WatchOptions.tree(), event -> loop.wake()));
      loop.thread.start();
      return loop;
    } catch (RuntimeException e) {
      loop.close();
      throw e;
    }
  }

  /** Asks for a run as soon as may be. */
  public void wake() {
    lock.lock();
    try {
      due = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    Duration pause = FIRST_PAUSE;
    try {
      while (awaitDue(interval)) {
        Optional<RuntimeException> failure = runOnce();
        if (failure.isEmpty()) {
          pause = FIRST_PAUSE;
        } else {
          Duration least = failure.flatMap(asked).orElse(pause);
          TimeUnit.NANOSECONDS.sleep(longer(pause, least).toNanos());
          pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
          wake();
        }
      }
    } catch (InterruptedException closing) {
      LOG.debug("the bridge's thread ends", closing);
    }
  }

  /** What it failed with. */
  private Optional<RuntimeException> runOnce() {
    try {
      listener.accept(runs.get());
      return Optional.empty();
    } catch (RuntimeException e) {
      if (!isClosed()) {
        LOG.warn("a run of the bridge failed and is tried again: {}", e.getMessage(), e);
      }
      return Optional.of(e);
    }
  }

  /** Waits for a reason to run; false when there will be none. */
  private boolean awaitDue(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (!due && !closed && left > 0) {
        left = woken.awaitNanos(left);
      }
      due = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private static Duration longer(Duration left, Duration right) {
    return left.compareTo(right) < 0 ? right : left;
  }

  private static Duration shorter(Duration left, Duration right) {
    return left.compareTo(right) < 0 ? left : right;
  }

  /** Ends the loop; a run that is under way is interrupted and waited for. Twice is harmless. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
    watch.ifPresent(Watch::close);
    subscription.ifPresent(Subscription::close);
    thread.interrupt();
    awaitEnd();
  }

  private void awaitEnd() {
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

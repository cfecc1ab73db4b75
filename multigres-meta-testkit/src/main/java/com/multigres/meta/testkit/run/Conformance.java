package com.multigres.meta.testkit.run;

import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.report.Environment;
import com.multigres.meta.testkit.report.Latency;
import com.multigres.meta.testkit.report.Limit;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.Settings;
import com.multigres.meta.testkit.report.TestResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.CancellationToken;

/**
 * One run of the contract against a store. It writes below a place of its own only, and removes it
 * when it ends, however that comes about. One runs at a time in a JVM. {@link #cancel} may be
 * called from any thread.
 *
 * <pre>{@code
 * Report report =
 *     Conformance.topology("directory:///tmp/nodes", StoreOptions.defaults(), RunOptions.usual())
 *         .run(Progress.none());
 * ReportFiles.write(report, Path.of("conformance"));
 * }</pre>
 */
public final class Conformance {
  private static final Duration ORDERLY = Duration.ofSeconds(2);
  private static final Duration ABANDONED = Duration.ofSeconds(4);

  private final Target target;
  private final RunOptions options;
  private final CancellationToken cancelled = CancellationToken.create();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean removed = new AtomicBoolean();
  private volatile @Nullable Thread running;

  private Conformance(Target target, RunOptions options) {
    this.target = target;
    this.options = options;
  }

  /**
   * Opens a topology to test it at a random root below the address's.
   *
   * @param uri where it is
   * @param how how to reach it
   * @param options how to test it
   * @return the run to come
   * @throws com.multigres.meta.topo.TopoException when it cannot be opened
   */
  public static Conformance topology(String uri, StoreOptions how, RunOptions options) {
    return new Conformance(new TopoTarget(uri, how, options.faults()), options);
  }

  /**
   * Opens a catalog to test others beside it, which share nothing with it.
   *
   * @param uri where it is
   * @param how how to reach it
   * @param options how to test it
   * @return the run to come
   * @throws com.multigres.meta.catalog.CatalogException when it cannot be opened, or when its
   *     backend knows no other catalogs
   */
  public static Conformance catalog(String uri, StoreOptions how, RunOptions options) {
    return new Conformance(new CatalogTarget(uri, how, options.faults()), options);
  }

  /**
   * Runs it, once.
   *
   * @param progress hears how it goes on
   * @return what was found
   * @throws IllegalArgumentException for a theme or rule that the contract has not
   */
  public Report run(Progress progress) {
    running = Thread.currentThread();
    UnderTest.set(target);
    try {
      return run(options.settled(), progress);
    } finally {
      running = null;
      remove();
      UnderTest.clear(target);
      ended.countDown();
    }
  }

  private Report run(Settings settings, Progress progress) {
    Instant begun = Instant.now();
    long start = System.nanoTime();
    List<TestResult> tests =
        ContractRun.of(target, settings, options.properties(settings), progress, cancelled);
    List<String> notes = new ArrayList<>();
    List<Limit> limits = measured("looking for limits", target::limits, progress, notes);
    List<Latency> latencies = measured("measuring latencies", target::latencies, progress, notes);
    boolean interrupted = cancelled.isCancellationRequested();
    Map<String, Boolean> capabilities = target.capabilities();
    // An interruption that is meant for the tests must not keep the place from being removed.
    Thread.interrupted();
    notes.addAll(remove());
    return new Report(
        target.subject(options.server()),
        Environment.here(),
        settings,
        begun,
        Duration.ofNanos(System.nanoTime() - start),
        interrupted,
        tests,
        capabilities,
        offered(),
        limits,
        latencies,
        notes);
  }

  /** What cannot be measured must not cost the report of what was tested. */
  private <T> List<T> measured(
      String what, Supplier<List<T>> work, Progress progress, List<String> notes) {
    if (!options.measured() || cancelled.isCancellationRequested()) {
      return List.of();
    }
    progress.phase(what);
    try {
      return work.get();
    } catch (RuntimeException failed) {
      notes.add(what + " ended early: " + failed.getMessage());
      return List.of();
    }
  }

  private Map<Fault, String> offered() {
    Map<Fault, String> offered = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      offered.put(fault, target.whyNot().apply(fault));
    }
    return offered;
  }

  private List<String> remove() {
    return removed.compareAndSet(false, true) ? target.remove() : List.of();
  }

  /**
   * Ends the run early: the test that runs fails, the others do not run, and what was written is
   * removed. Returns when that is done.
   */
  public void cancel() {
    cancelled.cancel();
    System.setProperty(Patience.PROPERTY, "1");
    interrupt();
    if (!endedWithin(ORDERLY)) {
      target.abandon();
      interrupt();
      endedWithin(ABANDONED);
    }
    remove();
  }

  private void interrupt() {
    Thread thread = running;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private boolean endedWithin(Duration time) {
    try {
      return running == null || ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

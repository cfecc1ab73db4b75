package com.multigres.meta.benchmarks;

import com.multigres.meta.view.ClusterView;
import com.multigres.meta.view.ClusterViewBuilder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The first start of a process from a saved view, while no store can be reached: nothing was run
 * before, so that loading classes and running them uncompiled is part of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(10)
public class ClusterViewStartBenchmark {
  /** The property that names the saved view. */
  static final String PROPERTY = "multigres.saved.view";

  private final LargeCluster cluster = new LargeCluster("gone");
  private ClusterViewBuilder builder = cluster.view();

  /** Opens the stores, of which none answers. */
  @Setup
  public void prepare() {
    cluster.stop();
    builder = cluster.view().file(Path.of(System.getProperty(PROPERTY, "no.view")));
  }

  /** Ends everything. */
  @TearDown
  public void close() {
    cluster.close();
  }

  /**
   * Starts.
   *
   * @return the view, which routes from then on
   */
  @Benchmark
  public ClusterView start() {
    ClusterView view = builder.start();
    byte[] key = {1};
    if (view.snapshot().route(LargeCatalog.databaseName(1), "tg", key).isEmpty()) {
      throw new IllegalStateException("no route: " + view.snapshot());
    }
    return view;
  }
}

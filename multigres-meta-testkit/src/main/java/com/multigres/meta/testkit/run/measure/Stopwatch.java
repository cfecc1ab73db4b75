package com.multigres.meta.testkit.run.measure;

import com.multigres.meta.testkit.report.Latency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Measures operations one after the other.
 *
 * @param time how long to measure one
 * @param most and at most so often
 */
record Stopwatch(Duration time, int most) {
  private static final int WARMING = 20;
  private static final long LONGEST = TimeUnit.HOURS.toMicros(1);

  /** Bars of a picture for each factor of ten. */
  private static final int BARS = 8;

  /** One operation; whatever it needs beforehand is not measured. */
  interface Operation {
    /** Does what must be done before, and answers what is measured. */
    Runnable next();
  }

  Latency measure(String name, Operation operation) {
    for (int i = 0; i < WARMING; i++) {
      operation.next().run();
    }
    Histogram histogram = new Histogram(LONGEST, 3);
    long end = System.nanoTime() + time.toNanos();
    while (histogram.getTotalCount() < most
        && System.nanoTime() < end
        && !Thread.currentThread().isInterrupted()) {
      Runnable measured = operation.next();
      long begun = System.nanoTime();
      measured.run();
      long micros = (System.nanoTime() - begun) / 1_000;
      histogram.recordValue(Math.min(LONGEST, Math.max(1, micros)));
    }
    return latency(name, histogram);
  }

  private static Latency latency(String name, Histogram histogram) {
    return new Latency(
        name,
        histogram.getTotalCount(),
        histogram.getMean(),
        histogram.getMinValue(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue(),
        buckets(histogram));
  }

  /** Bars of equal width on a logarithmic scale, empty ones left out. */
  private static List<Latency.Bucket> buckets(Histogram histogram) {
    SortedMap<Integer, Long> bars = new TreeMap<>();
    for (HistogramIterationValue value : histogram.recordedValues()) {
      int bar = (int) Math.floor(BARS * Math.log10((double) value.getValueIteratedTo()));
      bars.merge(bar, value.getCountAddedInThisIterationStep(), Long::sum);
    }
    List<Latency.Bucket> buckets = new ArrayList<>();
    bars.forEach((bar, count) -> buckets.add(new Latency.Bucket(edge(bar), edge(bar + 1), count)));
    return buckets;
  }

  /** The least whole microsecond at or behind the left edge of a bar. */
  private static long edge(int bar) {
    return (long) Math.ceil(Math.pow(10, bar / (double) BARS));
  }
}

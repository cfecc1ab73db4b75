package com.multigres.meta.testkit.report;

import java.util.List;

/**
 * How long one operation takes, by one client that does one thing at a time. Times are in
 * microseconds.
 *
 * @param operation which, in words
 * @param count how many were measured
 * @param mean their mean
 * @param least the shortest
 * @param p50 half took no longer
 * @param p90 nine of ten
 * @param p99 99 of 100
 * @param p999 999 of 1,000
 * @param most the longest
 * @param buckets how many took how long
 */
public record Latency(
    String operation,
    long count,
    double mean,
    long least,
    long p50,
    long p90,
    long p99,
    long p999,
    long most,
    List<Bucket> buckets) {

  // Copies the list.
  public Latency {
    buckets = List.copyOf(buckets);
  }

  /**
   * A part of the measured operations.
   *
   * @param from they took at least so long
   * @param upTo and less than this
   * @param count how many
   */
  public record Bucket(long from, long upTo, long count) {}
}

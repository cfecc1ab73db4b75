package com.multigres.meta.testkit.fault;

import java.time.Duration;
import java.time.Instant;

/**
 * An accident that happened.
 *
 * @param incident what was planned
 * @param began when it was arranged
 * @param lasted how long it was
 * @param ending why it ended
 * @param failure what went wrong with arranging or ending it; empty when nothing did
 */
public record Injection(
    Incident incident, Instant began, Duration lasted, Ending ending, String failure) {

  /** Why an accident ended. */
  public enum Ending {
    /** It is over as soon as it happens. */
    AT_ONCE,
    /** As many operations as planned had begun. */
    IN_TIME,
    /** It had lasted for the longest time that the schedule allows such a one. */
    TOO_LONG,
    /** The workload was over. */
    WITH_THE_RUN
  }

  @Override
  public String toString() {
    String failed = failure.isEmpty() ? "" : ", FAILED: " + failure;
    return incident + " at " + began + " for " + lasted.toMillis() + " ms, " + ending + failed;
  }
}

package com.multigres.meta.cluster;

import java.util.function.Supplier;

/**
 * Ends a process at its n-th write, counted over all its stores: right before the write takes
 * effect, or right after.
 */
public final class CrashPoint {
  private final int at;
  private final boolean before;
  private int writes;

  private CrashPoint(int at, boolean before) {
    this.at = at;
    this.before = before;
  }

  /** Lets everything pass, and counts. */
  public static CrashPoint never() {
    return new CrashPoint(Integer.MAX_VALUE, true);
  }

  /** Ends the process before its n-th write has an effect. */
  public static CrashPoint before(int write) {
    return new CrashPoint(write, true);
  }

  /** Ends the process once its n-th write has had its effect. */
  public static CrashPoint after(int write) {
    return new CrashPoint(write, false);
  }

  /** How many writes there were. */
  public synchronized int writes() {
    return writes;
  }

  <R> R write(Supplier<R> write) {
    boolean now = count();
    if (now && before) {
      throw new Crash("before write " + at);
    }
    R result = write.get();
    if (now) {
      throw new Crash("after write " + at);
    }
    return result;
  }

  private synchronized boolean count() {
    return ++writes == at;
  }

  @Override
  public String toString() {
    return (before ? "before" : "after") + " write " + at;
  }

  /** The process is dead: nothing may catch this but the test. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String message) {
      super(message);
    }
  }
}

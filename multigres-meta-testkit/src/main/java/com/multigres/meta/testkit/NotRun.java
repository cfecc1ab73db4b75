package com.multigres.meta.testkit;

import org.opentest4j.TestAbortedException;

/** A test that cannot run here, and what it lacks. */
public final class NotRun extends TestAbortedException {
  private static final long serialVersionUID = 1;

  /** What a test may lack. */
  public enum Lack {
    /** An accident that nobody arranges. */
    FAULT,
    /** A capability of the store. */
    CAPABILITY,
    /** A catalog that can be put back to what it was. */
    BACKUP,
    /** An address by which other processes open the store. */
    ADDRESS
  }

  private final Lack lack;
  private final String name;

  /**
   * A test that cannot run.
   *
   * @param lack what kind of thing it lacks
   * @param name which one
   * @param reason says so, in words
   */
  public NotRun(Lack lack, String name, String reason) {
    super("NOT RUN: " + reason);
    this.lack = lack;
    this.name = name;
  }

  /** What kind of thing is lacking. */
  public Lack lack() {
    return lack;
  }

  /** Which accident or capability is lacking. */
  public String name() {
    return name;
  }
}

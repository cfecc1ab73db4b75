package com.multigres.meta.catalog;

import java.util.Optional;

/**
 * From where to read, and how fresh (rule C6). Immutable.
 *
 * @param source who answers
 * @param atLeast a position to wait for; empty to take what is there
 */
public record ReadOptions(Source source, Optional<Position> atLeast) {

  /** Who answers a read. */
  public enum Source {
    /** The primary: sees every change acknowledged before. */
    PRIMARY,
    /** What a subscription of this store last brought; no round trip. */
    CACHED,
    /** A standby server (rule P6). */
    STANDBY
  }

  /**
   * Reads from the primary.
   *
   * @return the options
   */
  public static ReadOptions primary() {
    return new ReadOptions(Source.PRIMARY, Optional.empty());
  }

  /**
   * Reads what a subscription last brought.
   *
   * @return the options
   */
  public static ReadOptions cached() {
    return new ReadOptions(Source.CACHED, Optional.empty());
  }

  /**
   * Reads from a standby.
   *
   * @return the options
   */
  public static ReadOptions standby() {
    return new ReadOptions(Source.STANDBY, Optional.empty());
  }

  /**
   * The same, waiting for a position.
   *
   * @param position the position that the answer must have reached
   * @return the options
   */
  public ReadOptions atLeast(Position position) {
    return new ReadOptions(source, Optional.of(position));
  }
}

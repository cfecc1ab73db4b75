package com.multigres.meta.model;

/**
 * How far a shard's servers are. Legal steps: {@code CREATING} → {@code READY} → {@code DRAINING} →
 * {@code DROPPING} → forgotten; also {@code DRAINING} → {@code READY} and {@code CREATING} → {@code
 * DROPPING}.
 */
public enum ShardState {
  /** Its servers are being made. */
  CREATING,
  /** A primary serves. */
  READY,
  /** Being emptied of traffic. */
  DRAINING,
  /** Its servers go away. Only for retired shards and shards under a dropping parent. */
  DROPPING;

  /**
   * Whether a shard may go from this state to another in one change.
   *
   * @param next the other state
   * @return true for a legal step; false for staying where it is
   */
  public boolean canBecome(ShardState next) {
    return switch (this) {
      case CREATING -> next == READY || next == DROPPING;
      case READY -> next == DRAINING;
      case DRAINING -> next == READY || next == DROPPING;
      case DROPPING -> false;
    };
  }
}

package com.multigres.meta.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far what a view shows of one of its sources can be relied on. */
public sealed interface Freshness {

  /**
   * Whether the source is followed now.
   *
   * @return true for {@link Current}, and for {@link NotFollowed}: nothing is missing
   */
  default boolean isCurrent() {
    return this instanceof Current || this instanceof NotFollowed;
  }

  /** The source answers, and every change of it arrives. */
  record Current() implements Freshness {}

  /**
   * The source is away, and the view goes on with what it last knew.
   *
   * @param since when that was last certainly current; on the view's clock, which a step of the
   *     wall clock does not move
   * @param reason why the source is not followed, for people
   */
  record Stale(Instant since, String reason) implements Freshness {
    // Spelled out, because deriving it takes a process that has just begun milliseconds.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Stale that && since.equals(that.since) && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
      return 31 * since.hashCode() + reason.hashCode();
    }
  }

  /**
   * The source was never read, neither in this life nor in one that a file tells of.
   *
   * @param reason why not, for people
   */
  record Unknown(String reason) implements Freshness {}

  /** The view was started without this source. */
  record NotFollowed() implements Freshness {}
}

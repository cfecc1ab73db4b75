package com.multigres.meta.model.component;

import java.time.Instant;

/**
 * Where a pooler's process stands, since when and why.
 *
 * @param status where it stands
 * @param reason why, for people; may be empty
 * @param updated when the status was set; {@link Instant#EPOCH} when the record does not say
 */
public record Lifecycle(LifecycleStatus status, String reason, Instant updated) {
  /** What a record that says nothing about it reads as. */
  public static final Lifecycle NONE = new Lifecycle(LifecycleStatus.UNKNOWN, "", Instant.EPOCH);
}

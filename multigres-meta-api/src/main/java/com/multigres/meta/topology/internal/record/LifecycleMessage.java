package com.multigres.meta.topology.internal.record;

import com.google.protobuf.Timestamp;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.LifecycleStatus;
import com.multigres.meta.topology.internal.wire.PoolerLifecycle;
import java.time.DateTimeException;
import java.time.Instant;

/** {@code clustermetadata.PoolerLifecycle}. */
final class LifecycleMessage {
  private LifecycleMessage() {}

  static Lifecycle read(PoolerLifecycle message) {
    return new Lifecycle(
        new LifecycleStatus(message.getStatusValue()),
        message.getReason(),
        instant(message.getUpdated()));
  }

  static PoolerLifecycle write(PoolerLifecycle before, Lifecycle lifecycle) {
    PoolerLifecycle.Builder after =
        before.toBuilder()
            .setStatusValue(lifecycle.status().number())
            .setReason(lifecycle.reason());
    Instant updated = lifecycle.updated();
    if (!instant(before.getUpdated()).equals(updated)) {
      after.getUpdatedBuilder().setSeconds(updated.getEpochSecond()).setNanos(updated.getNano());
    }
    return after.build();
  }

  private static Instant instant(Timestamp timestamp) {
    try {
      return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "lifecycle time of " + timestamp.getSeconds() + " seconds is out of range", e);
    }
  }
}

package com.multigres.meta.topo.etcd;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.etcd.internal.CallFailed;
import com.multigres.meta.topo.etcd.internal.EtcdCalls;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.AlarmType;
import io.etcd.jetcd.api.MaintenanceGrpc;
import java.time.Duration;

/**
 * The servers' disk quota. The write that uses it up is done and answered as those are that come
 * after it and are refused; so which of the two it was is known only of a write before which the
 * alarm had been raised, and those are not sent at all (rule T11). Thread-safe.
 */
final class DiskQuota {
  private static final Duration BELIEVED = Duration.ofMillis(100);

  private final EtcdCalls calls;
  private volatile boolean full;
  private volatile long lookedNanos = System.nanoTime();

  DiskQuota(EtcdCalls calls) {
    this.calls = calls;
  }

  /**
   * Refuses what would need room while there is none.
   *
   * @throws TopoException {@code RESOURCE_EXHAUSTED}, {@code NOT_APPLIED}
   */
  void refuseWhileFull(Deadline deadline, String doing) {
    if (full && System.nanoTime() - lookedNanos > BELIEVED.toNanos()) {
      look(deadline);
    }
    if (full) {
      throw TopoException.refused(
          Code.RESOURCE_EXHAUSTED,
          doing + ": the servers' disk quota is used up (alarm NOSPACE), nothing was sent");
    }
  }

  /** Takes note of a failure that may be the servers' first word of it. */
  void saw(TopoException failure, Deadline deadline) {
    if (isNoSpace(failure)) {
      try {
        look(deadline);
      } catch (TopoException away) {
        failure.addSuppressed(away);
      }
    }
  }

  static boolean isNoSpace(TopoException failure) {
    return failure.outcome() == Outcome.UNKNOWN
        && failure.getCause() instanceof CallFailed cause
        && cause.noSpace();
  }

  private void look(Deadline deadline) {
    AlarmRequest question =
        AlarmRequest.newBuilder()
            .setAction(AlarmRequest.AlarmAction.GET)
            .setAlarm(AlarmType.NOSPACE)
            .build();
    AlarmResponse answer =
        calls.call(
            MaintenanceGrpc.getAlarmMethod(),
            question,
            deadline,
            "looking whether the servers are full",
            false);
    lookedNanos = System.nanoTime();
    full = answer.getAlarmsCount() > 0;
  }
}

package com.multigres.meta.testkit.history.topo;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.topo.Capability;

/** What reads promise: by rule T5 to be linearizable, unless a store declares otherwise. */
final class ReadsPromise {
  private ReadsPromise() {}

  /** Whether no store of the history declares that its reads may lag behind its writes. */
  static boolean isLinearizable(History history) {
    return history.operations().stream()
        .noneMatch(
            one ->
                one.call() instanceof TopoCall.Opened opened
                    && !opened.capabilities().contains(Capability.LINEARIZABLE_READS));
  }
}

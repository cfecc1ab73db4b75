package com.multigres.meta.k8s.bridge;

import java.time.Duration;
import java.util.OptionalLong;

/** Whether this process leads, and with which token. One may stand for many clusters. */
interface Leadership {

  /** The token, empty unless it is certain right now. */
  OptionalLong token();

  /** Waits until this process leads; empty when it does not in that time. */
  OptionalLong await(Duration longest) throws InterruptedException;
}

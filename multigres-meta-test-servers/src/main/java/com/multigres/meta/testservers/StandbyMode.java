package com.multigres.meta.testservers;

/** Whether a primary waits for a standby. */
public enum StandbyMode {
  /** The primary acknowledges a commit only when the standby has it on disk. */
  SYNCHRONOUS,
  /** The primary does not wait. */
  ASYNCHRONOUS
}

package com.multigres.meta.testkit;

/** An accident that a backend's tests can arrange. */
public enum Fault {
  /** A client is cut off from the server, and connected again. */
  CUT,
  /** The server stops in good order and comes back with its state. */
  RESTART,
  /** The server dies at once, without a farewell, and comes back with what it had acknowledged. */
  KILL,
  /** The server hangs: it neither answers nor refuses. */
  PAUSE,
  /** The server forgets the history from which watches resume. */
  COMPACT,
  /** The server comes back empty, as another incarnation. */
  WIPE,
  /** An owner dies without farewell. */
  KILL_OWNER,
  /** The server refuses an owner's renewals and serves it otherwise as before. */
  LOSE_RENEWALS,
  /** A change is lost on its way to the server, or the server's answer on its way back. */
  LOSE_MESSAGE,
  /** Another, newer library brings the stored schema to a version that this one does not know. */
  NEWER_SCHEMA
}

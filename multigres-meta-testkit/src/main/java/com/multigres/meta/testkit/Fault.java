package com.multigres.meta.testkit;

/** An accident that a backend's tests can arrange. */
public enum Fault {
  /** A client is cut off from the server, and connected again. */
  CUT,
  /** Everything between a client and the server takes longer. */
  DELAY,
  /** What a client says is lost on its way; what it is told arrives. */
  DROP_REQUESTS,
  /** What a client says arrives; what it is told is lost on its way. */
  DROP_REPLIES,
  /** A client's connections stay open and nothing moves on them; in the end it arrives, late. */
  HALF_OPEN,
  /** The server stops in good order and comes back with its state. */
  RESTART,
  /** The server dies at once, without a farewell, and comes back with what it had acknowledged. */
  KILL,
  /** The server hangs: it neither answers nor refuses. */
  PAUSE,
  /** The server ends a client's sessions as if they had not been renewed in time. */
  EXPIRE_SESSION,
  /** The server has no room for what is written. */
  FILL_QUOTA,
  /** A client's clock is wrong. */
  SKEW_CLOCK,
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

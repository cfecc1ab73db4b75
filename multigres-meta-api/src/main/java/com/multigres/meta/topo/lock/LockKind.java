package com.multigres.meta.topo.lock;

/** How a lock treats those who come while it is held. */
public enum LockKind {
  /**
   * A queue: who comes later waits, and is served in the order of asking (rule T22). It stands for
   * a directory, beside whatever nodes lie there, and shows up in no list (rule T31).
   */
  QUEUE,
  /**
   * One node: who comes while it stands is refused at once. The node is an ordinary one bound to
   * the holder's session, and is listed (rule T31).
   */
  EXCLUSIVE
}

package com.multigres.meta.topo;

/** How a store stands to its server (rule T17). */
public enum ConnectionState {
  /** The server answers. */
  CONNECTED,
  /** The server does not answer, or was not reached yet. Sessions may still live. */
  SUSPENDED,
  /** So long away, or found so changed (rule T33), that every session counts as lost. */
  LOST,
  /** The owner closed the store. The last state. */
  CLOSED
}

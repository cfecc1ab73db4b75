package com.multigres.meta.testkit.fault;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.fault.Target.Kind;
import java.util.Optional;

/** Whom a fault befalls, and what else must not happen to the same meanwhile. */
enum Scope {
  /** A client's way or its clock: those of other clients, and the server, may fail as well. */
  CLIENT,
  /** What the server does to a client; over at once, and needs a server that answers. */
  CLIENT_AT_SERVER,
  /** What the server does to what it holds; over at once, and needs a server that answers. */
  HISTORY,
  /** A server's process. */
  PROCESS,
  /** The server's store. */
  STORE;

  static Scope of(Fault fault) {
    return find(fault)
        .orElseThrow(
            () -> new IllegalArgumentException(fault + " has no place in a schedule of faults"));
  }

  /** The scope of what a running workload survives; nothing for the rest. */
  static Optional<Scope> find(Fault fault) {
    return switch (fault) {
      case CUT, DELAY, DROP_REQUESTS, DROP_REPLIES, HALF_OPEN, SKEW_CLOCK -> Optional.of(CLIENT);
      case EXPIRE_SESSION -> Optional.of(CLIENT_AT_SERVER);
      case COMPACT -> Optional.of(HISTORY);
      case RESTART, KILL, PAUSE -> Optional.of(PROCESS);
      case FILL_QUOTA -> Optional.of(STORE);
      case WIPE, KILL_OWNER, LOSE_RENEWALS, LOSE_MESSAGE, NEWER_SCHEMA -> Optional.empty();
    };
  }

  boolean befalls(Kind kind) {
    return switch (this) {
      case CLIENT, CLIENT_AT_SERVER -> kind == Kind.CLIENT;
      case PROCESS -> kind != Kind.CLIENT;
      case STORE, HISTORY -> kind == Kind.SERVER;
    };
  }

  /** Whether it has an end of its own. */
  boolean lasts() {
    return this != CLIENT_AT_SERVER && this != HISTORY;
  }

  /** Whose accidents exclude each other: each client's, and all of the server. */
  Target lane(Target target) {
    return this == CLIENT ? target : Target.server();
  }
}

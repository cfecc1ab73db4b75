package com.multigres.meta.testkit.history.search;

/** What must stand at a path when a step takes effect. */
public record Requirement(int path, Kind kind, int state) {

  /** How it is compared. */
  public enum Kind {
    /** Exactly this state. */
    IS,
    /** Any other state, absence included. */
    IS_NOT,
    /** Any node. */
    PRESENT
  }

  public static Requirement absent(int path) {
    return new Requirement(path, Kind.IS, State.ABSENT);
  }

  public static Requirement present(int path) {
    return new Requirement(path, Kind.PRESENT, State.ABSENT);
  }

  public static Requirement is(int path, int state) {
    return new Requirement(path, Kind.IS, state);
  }

  public static Requirement isNot(int path, int state) {
    return new Requirement(path, Kind.IS_NOT, state);
  }

  /** Whether it holds where this stands. */
  public boolean holds(int standing) {
    return switch (kind) {
      case IS -> standing == state;
      case IS_NOT -> standing != state;
      case PRESENT -> standing != State.ABSENT;
    };
  }

  /** What was so instead when this is why something failed. */
  public Requirement negated() {
    return switch (kind) {
      case IS -> state == State.ABSENT ? present(path) : isNot(path, state);
      case IS_NOT -> is(path, state);
      case PRESENT -> absent(path);
    };
  }
}

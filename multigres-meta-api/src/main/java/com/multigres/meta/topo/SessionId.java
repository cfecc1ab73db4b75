package com.multigres.meta.topo;

/**
 * A session's name within its store, never used again. Immutable.
 *
 * @param value the backend's name for the session
 */
public record SessionId(String value) {
  @Override
  public String toString() {
    return value;
  }
}

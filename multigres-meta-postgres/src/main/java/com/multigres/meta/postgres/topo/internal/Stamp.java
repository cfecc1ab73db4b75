package com.multigres.meta.postgres.topo.internal;

import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.Optional;

/**
 * A point in a store's history: the counter tells the order, the write's random id the history it
 * belongs to. Versions and cursors are both made of it.
 *
 * @param counter counts the changes
 * @param writeId the id of the write that brought the counter there
 */
public record Stamp(long counter, long writeId) {
  public static final String BACKEND = "postgresql";

  /** A point that no history has: to resume there means to begin with the whole state. */
  public static final Stamp NONE = new Stamp(0, 0);

  public Cursor cursor() {
    return new Cursor(BACKEND, token());
  }

  public Version version(TopoPath path) {
    return new Version(BACKEND, path, token());
  }

  private String token() {
    return counter + "." + Long.toHexString(writeId);
  }

  public static Stamp of(TopoPath path, Version version) {
    return parse(version.token())
        .orElseThrow(
            () ->
                TopoException.badInput(
                    path, "the version " + version + " is not one of this backend's (T7)"));
  }

  public static Stamp of(TopoPath path, Cursor cursor) {
    return parse(cursor.token())
        .orElseThrow(
            () ->
                TopoException.badInput(
                    path, "the cursor " + cursor + " is not one of this backend's (T14)"));
  }

  private static Optional<Stamp> parse(String token) {
    int dot = token.indexOf('.');
    try {
      return dot < 1
          ? Optional.empty()
          : Optional.of(
              new Stamp(
                  Long.parseLong(token.substring(0, dot)),
                  Long.parseUnsignedLong(token.substring(dot + 1), 16)));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }
}

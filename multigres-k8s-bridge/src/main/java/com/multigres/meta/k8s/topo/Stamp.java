package com.multigres.meta.k8s.topo;

import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in a store's history: the server's revision tells the order, and a random part which
 * history it is. In versions that part is the write's own, in cursors the incarnation's.
 *
 * @param revision the object's, or the collection's
 * @param mark the random part
 */
record Stamp(long revision, String mark) {
  static final String BACKEND = "k8s";

  /** A point that no history has: to resume there means to begin with the whole state. */
  static final Stamp NONE = new Stamp(0, "0");

  private static final Pattern TOKEN = Pattern.compile("(\\d{1,18})\\.([0-9a-f-]{1,36})");

  /** A mark that no other write has. */
  static String freshMark() {
    return UUID.randomUUID().toString();
  }

  /** A revision as the server writes it. */
  static long revision(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException opaque) {
      throw TopoException.refused(
          TopoException.Code.INTERNAL,
          "the API server's resourceVersion '" + text + "' is no number");
    }
  }

  Cursor cursor() {
    return new Cursor(BACKEND, token());
  }

  Version version(TopoPath path) {
    return new Version(BACKEND, path, token());
  }

  private String token() {
    return revision + "." + mark;
  }

  static Stamp of(TopoPath path, Version version) {
    return parse(path, version.token(), "version " + version + " is not one of this backend (T7)");
  }

  static Stamp of(TopoPath path, Cursor cursor) {
    return parse(path, cursor.token(), "cursor " + cursor + " is not one of this backend (T14)");
  }

  private static Stamp parse(TopoPath path, String token, String otherwise) {
    Matcher parts = TOKEN.matcher(token);
    if (!parts.matches()) {
      throw TopoException.badInput(path, "the " + otherwise);
    }
    return new Stamp(Long.parseLong(parts.group(1)), parts.group(2));
  }
}

package com.multigres.meta.topo.etcd.internal;

import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment in one cluster's life: what versions and cursors are made of.
 *
 * @param cluster the cluster's id, in hexadecimal: the incarnation (rule T33)
 * @param revision etcd's revision; {@link #START} for the beginning, before all of it
 */
public record Stamp(String cluster, long revision) {
  public static final String BACKEND = "etcd";
  public static final long START = 0;

  private static final Pattern TOKEN = Pattern.compile("([0-9a-f]{1,16})-(\\d{1,18}|start)");

  public static String cluster(long id) {
    return Long.toHexString(id);
  }

  public static Version version(String cluster, TopoPath path, long revision) {
    return new Version(BACKEND, path, cluster + "-" + revision);
  }

  public Cursor cursor() {
    return new Cursor(BACKEND, cluster + "-" + (revision == START ? "start" : revision));
  }

  public static Stamp of(TopoPath path, Version version) {
    Matcher token = TOKEN.matcher(version.token());
    if (!token.matches() || token.group(2).equals("start")) {
      throw TopoException.badInput(path, "the version " + version + " was never given out (T7)");
    }
    return new Stamp(token.group(1), Long.parseLong(token.group(2)));
  }

  public static Stamp of(Cursor cursor) {
    Matcher token = TOKEN.matcher(cursor.token());
    if (!token.matches()) {
      throw TopoException.badInput("the cursor " + cursor + " was never given out (T14)");
    }
    String point = token.group(2);
    return new Stamp(token.group(1), point.equals("start") ? START : Long.parseLong(point));
  }
}

package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one write of a node (rule T8). A znode's own counter begins again when the node is
 * made anew, so each life of a node has a name that is drawn once.
 *
 * @param nonce the life's name
 * @param counter the znode's counter after the write
 * @param bound whether the node is bound to a session in this life
 */
public record Stamp(String nonce, int counter, boolean bound) {
  public static final String BACKEND = "zookeeper";
  private static final Pattern TOKEN = Pattern.compile("([0-9a-f]{16})([bp])(\\d{1,10})");
  private static final SecureRandom RANDOM = new SecureRandom();

  public static String freshNonce() {
    return hex(RANDOM.nextLong());
  }

  static String hex(long name) {
    return HexFormat.of().toHexDigits(name);
  }

  public static Stamp of(Version version) {
    Matcher parts = TOKEN.matcher(version.token());
    if (!parts.matches() || Long.parseLong(parts.group(3)) > Integer.MAX_VALUE) {
      throw TopoException.badInput(
          version.path(), "the version " + version + " was never given out (T7)");
    }
    return new Stamp(parts.group(1), Integer.parseInt(parts.group(3)), parts.group(2).equals("b"));
  }

  public Version version(TopoPath path) {
    return new Version(BACKEND, path, nonce + (bound ? "b" : "p") + counter);
  }
}

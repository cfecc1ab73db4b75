package com.multigres.meta.topo.zookeeper;

import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.LockKind;
import com.multigres.meta.topo.zookeeper.internal.Stamp;
import com.multigres.meta.topo.zookeeper.internal.Znodes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How places at a lock are named. A place in a queue is an entry whose name holds a nonce, because
 * the numbers that the server appends begin again when the queue is made anew; an exclusive lock is
 * a bound node, known by its life.
 */
final class Grants {
  private static final Pattern ENTRY = Pattern.compile("e-[0-9a-f]{16}-[-\\d]{10,11}");
  private static final Pattern LIFE = Pattern.compile("[0-9a-f]{16}");
  private static final int PREFIX = "e-".length() + 16 + "-".length();

  // Numbers wrap round in time; entries that stand together are never half of them apart.
  private static final Comparator<String> IN_TURN =
      (one, other) -> Integer.compare(number(one) - number(other), 0);

  private Grants() {}

  /** What the server appends a number to. */
  static String freshEntry() {
    return "e-" + Stamp.freshNonce() + "-";
  }

  private static int number(String entry) {
    return (int) Long.parseLong(entry.substring(PREFIX));
  }

  /** Those of some names that are places, in the order of asking. */
  static List<String> inTurn(List<String> names) {
    return names.stream().filter(name -> ENTRY.matcher(name).matches()).sorted(IN_TURN).toList();
  }

  /** The znode that stands as long as a grant may hold; empty for what was never a grant. */
  static Optional<String> znode(Znodes znodes, TopoPath path, LockKind kind, String grant) {
    return switch (kind) {
      case QUEUE ->
          ENTRY.matcher(grant).matches()
              ? Optional.of(znodes.locks(path) + "/" + grant)
              : Optional.empty();
      case EXCLUSIVE ->
          LIFE.matcher(grant).matches() && !path.isRoot()
              ? Optional.of(znodes.mark(path, new Stamp(grant, 0, true)))
              : Optional.empty();
    };
  }
}

package com.multigres.meta.testkit.history.topo;

import com.google.protobuf.ByteString;
import com.multigres.meta.testkit.history.Seen;
import com.multigres.meta.testkit.history.search.State;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers for paths and for what stands there. A version with other bytes than it was first seen
 * with is a state of its own, which no step ever leaves: so writers are entered first.
 */
final class States {
  private final Map<TopoPath, Integer> paths = new HashMap<>();
  private final List<TopoPath> pathNames = new ArrayList<>();
  private final Map<Seen, Integer> nodes = new HashMap<>();
  private final Map<Version, Integer> versions = new HashMap<>();
  private final Map<TopoPath, List<Standing>> byPath = new HashMap<>();
  private int last = State.UNSEEN;

  /** A version and what is known of it; the bytes are not where it was only ever named. */
  record Standing(int state, Version version, Optional<ByteString> value) {}

  int path(TopoPath path) {
    Integer number = paths.get(path);
    if (number == null) {
      number = pathNames.size();
      paths.put(path, number);
      pathNames.add(path);
    }
    return number;
  }

  TopoPath pathName(int path) {
    return pathNames.get(path);
  }

  int paths() {
    return pathNames.size();
  }

  /** A node with these bytes under this version. */
  int node(TopoPath path, ByteString value, Version version) {
    Seen seen = new Seen(path, value, version);
    Integer number = nodes.get(seen);
    if (number == null) {
      number = ++last;
      nodes.put(seen, number);
      first(number, version, Optional.of(value));
    }
    return number;
  }

  /** The node under this version, whatever its bytes. */
  int version(Version version) {
    Integer number = versions.get(version);
    if (number == null) {
      number = ++last;
      first(number, version, Optional.empty());
    }
    return number;
  }

  /** What never stands anywhere. */
  int unheard() {
    return ++last;
  }

  private void first(int number, Version version, Optional<ByteString> value) {
    if (versions.putIfAbsent(version, number) == null) {
      byPath
          .computeIfAbsent(version.path(), path -> new ArrayList<>())
          .add(new Standing(number, version, value));
    }
  }

  /** Every version of a path, each once, in the order in which they were entered. */
  List<Standing> versionsAt(int path) {
    return byPath.getOrDefault(pathName(path), List.of());
  }
}

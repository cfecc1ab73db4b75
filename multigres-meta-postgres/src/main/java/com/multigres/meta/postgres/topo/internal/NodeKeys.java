package com.multigres.meta.postgres.topo.internal;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchOptions.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Paths as keys: the names in UTF-8 from the root's on, each followed by a zero byte, which no name
 * holds. The order of keys is the order of paths (rule T6), and a tree is one range.
 */
public final class NodeKeys {
  private static final ByteString ZERO = ByteString.copyFrom(new byte[] {0});
  private static final ByteString ONE = ByteString.copyFrom(new byte[] {1});
  // No name in UTF-8 begins with this byte.
  private static final ByteString BEHIND_ALL = ByteString.copyFrom(new byte[] {(byte) 0xff});

  private final ByteString root;

  public NodeKeys(TopoPath root) {
    this.root = append(ByteString.EMPTY, root);
  }

  private static ByteString append(ByteString prefix, TopoPath path) {
    ByteString key = prefix;
    for (String name : path.names()) {
      key = key.concat(ByteString.copyFromUtf8(name)).concat(ZERO);
    }
    return key;
  }

  public ByteString key(TopoPath path) {
    return append(root, path);
  }

  /** What lies below a directory, without a node at the directory itself. */
  public KeySpan below(TopoPath directory) {
    ByteString key = key(directory);
    // The smallest child's key is larger than the directory's with a zero byte more.
    return new KeySpan(key.concat(ZERO), behind(key));
  }

  /** No key at all. */
  public static KeySpan nothing() {
    return new KeySpan(BEHIND_ALL, BEHIND_ALL);
  }

  private static ByteString behind(ByteString key) {
    return key.isEmpty() ? BEHIND_ALL : key.substring(0, key.size() - 1).concat(ONE);
  }

  public KeySpan watched(TopoPath path, Scope scope) {
    ByteString key = key(path);
    if (path.isRoot()) {
      return below(path);
    }
    return new KeySpan(key, scope == Scope.TREE ? behind(key) : key.concat(ZERO));
  }

  /** Whether a key of the log says that a lock passed on, wherever it is. */
  public static boolean isLock(ByteString key) {
    return key.startsWith(BEHIND_ALL);
  }

  /** The path of a lock whose key the log holds; empty when it is not below the root. */
  public Optional<TopoPath> lock(ByteString key) {
    ByteString locked = key.substring(BEHIND_ALL.size());
    return locked.startsWith(root) ? Optional.of(path(locked)) : Optional.empty();
  }

  /** The path of a key that lies below the root. */
  public TopoPath path(ByteString key) {
    List<String> names = new ArrayList<>();
    int begin = root.size();
    for (int i = begin; i < key.size(); i++) {
      if (key.byteAt(i) == 0) {
        names.add(key.substring(begin, i).toStringUtf8());
        begin = i + 1;
      }
    }
    return new TopoPath(names);
  }
}

package com.multigres.meta.topo.zookeeper.internal;

import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a store's things lie. A node's znode has the node's path, in its text form, below the
 * store's root. What a store keeps for itself has a {@code !} in its name, which no name in its
 * text form has: so it is known by its shape alone, and nothing of a user's can look like it (rules
 * T1 and T31).
 */
public final class Znodes {
  private static final char MARK = '!';
  // A directory of its own: below a node it would keep the node from being bound.
  private static final String LOCKS = "/!locks/";
  private static final Pattern LIFE = Pattern.compile("[^!]*![0-9a-f]{16}");
  // The servers' own, at the very top.
  private static final String RESERVED = "zookeeper";

  private final TopoPath root;
  // Empty for the top of the servers' tree.
  private final String base;
  private final String realm;

  public Znodes(TopoPath root) {
    this(TopoPath.root(), root);
  }

  /**
   * What lies where.
   *
   * @param chroot below which everything lies, the queues of locks too
   * @param below the root in it
   */
  public Znodes(TopoPath chroot, TopoPath below) {
    this.root = chroot.resolve(below);
    this.base = root.isRoot() ? "" : "/" + root;
    TopoPath shared =
        chroot.isRoot() && !below.isRoot() ? TopoPath.of(below.names().get(0)) : chroot;
    this.realm = shared.isRoot() ? "" : "/" + shared;
    if (!root.isRoot() && root.names().get(0).equals(RESERVED)) {
      throw reserved(root);
    }
  }

  /** The directory that holds everything. */
  public String base() {
    return base.isEmpty() ? "/" : base;
  }

  /** Where a node stands, or a directory. */
  public String node(TopoPath path) {
    if (path.isRoot()) {
      return base();
    }
    if (root.isRoot() && path.names().get(0).equals(RESERVED)) {
      throw reserved(path);
    }
    return base + "/" + path;
  }

  private static TopoException reserved(TopoPath path) {
    return TopoException.badInput(
        path, "ZooKeeper keeps /zookeeper for itself; nothing of ours can lie there (T4)");
  }

  /** The store's identity. */
  public String life() {
    return base + "/!incarnation";
  }

  /**
   * What stands exactly as long as one life of a node: below the node, so that the container that a
   * node is stays; beside it where it is bound, because what is bound has nothing below.
   */
  public String mark(TopoPath path, Stamp stamp) {
    return node(path) + (stamp.bound() ? "" : "/") + MARK + stamp.nonce();
  }

  /**
   * The queue of a lock: the same for all stores with the same chroot, or without one and with
   * roots that begin with the same name, so that those with nested roots mean the same lock.
   */
  public String locks(TopoPath path) {
    String at = node(path);
    // No name in its text form has a colon.
    return realm + LOCKS + at.substring(1).replace('/', ':') + ":";
  }

  /** The queue that a znode is or belongs to. */
  public static Optional<String> queueOf(String znode) {
    int area = znode.indexOf(LOCKS);
    if (area < 0) {
      return Optional.empty();
    }
    int end = znode.indexOf('/', area + LOCKS.length());
    return Optional.of(end < 0 ? znode : znode.substring(0, end));
  }

  /** Whether a name is that of a life's mark. */
  public static boolean isMark(String name) {
    return LIFE.matcher(name).matches();
  }

  /** Whether a name is a node's or a directory's. */
  public static boolean isPlain(String name) {
    return name.indexOf(MARK) < 0;
  }

  /** What a znode is to this store's users; empty for what a store keeps for itself. */
  public Optional<TopoPath> path(String znode) {
    if (znode.equals(base())) {
      return Optional.of(TopoPath.root());
    }
    boolean below = znode.startsWith(base + "/") && isPlain(znode);
    Optional<TopoPath> path =
        below ? Optional.of(TopoPath.parse(znode.substring(base.length()))) : Optional.empty();
    return path.filter(found -> !isServers(found));
  }

  /** Whether it is what the servers keep for themselves. */
  public boolean isServers(TopoPath path) {
    return root.isRoot() && !path.isRoot() && path.names().get(0).equals(RESERVED);
  }

  /** The directory that a znode lies in. */
  public static String parent(String znode) {
    int slash = znode.lastIndexOf('/');
    return slash <= 0 ? "/" : znode.substring(0, slash);
  }

  /** A directory and all above it, the topmost first, without the very top. */
  public static List<String> downTo(String directory) {
    List<String> all = new ArrayList<>();
    for (int at = directory.indexOf('/', 1); at >= 0; at = directory.indexOf('/', at + 1)) {
      all.add(directory.substring(0, at));
    }
    if (directory.length() > 1) {
      all.add(directory);
    }
    return all;
  }
}

package com.multigres.meta.k8s.topo;

import com.google.common.hash.Hashing;
import com.multigres.meta.topo.TopoPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What objects are called, and by which labels they are found. An object's name and labels are
 * hashes, as Kubernetes takes few characters there and a path may have any; the path itself stands
 * inside.
 *
 * @param root the store's root
 */
record Names(TopoPath root) {
  private static final String DOMAIN = "topo.multigres.com/";

  static final String KIND = DOMAIN + "kind";
  static final String NODE = "node";
  static final String LOCK = "lock";
  static final String STORE = "store";
  static final String SESSION = DOMAIN + "session";
  static final String PATH = DOMAIN + "path";
  static final String WRITE = DOMAIN + "write";
  static final String BORN = DOMAIN + "born";
  static final String TTL = DOMAIN + "ttl-millis";
  static final String RENEWAL = DOMAIN + "renewal";

  /** The object by which a namespace's topology knows itself again. */
  static final String MARKER = "multigres-topo";

  private static final String IN = "in.topo.multigres.com/";
  // 160 bits: of as many paths as a cluster holds, no two meet by chance.
  private static final int HASH = 40;

  private static String hash(TopoPath absolute) {
    return Hashing.sha256()
        .hashString(absolute.toString(), StandardCharsets.UTF_8)
        .toString()
        .substring(0, HASH);
  }

  TopoPath absolute(TopoPath path) {
    return root.resolve(path);
  }

  String node(TopoPath path) {
    return nodeAt(absolute(path));
  }

  /** The name of the object of a node, which is the same for stores of all roots. */
  static String nodeAt(TopoPath absolute) {
    return "topo-node-" + hash(absolute);
  }

  String lock(TopoPath path) {
    return "topo-lock-" + hash(absolute(path));
  }

  static String session(String nonce) {
    return "topo-session-" + nonce;
  }

  /** What selects a node and all that lies below it. */
  String in(TopoPath directory) {
    return IN + hash(absolute(directory));
  }

  /** The same for nodes alone, without locks. */
  String nodesIn(TopoPath directory) {
    return in(directory) + "," + KIND + "=" + NODE;
  }

  /** The labels by which a path is found in each of its directories, and at its own place. */
  List<String> labels(TopoPath path) {
    List<String> labels = new ArrayList<>();
    TopoPath at = absolute(path);
    while (!at.isRoot()) {
      labels.add(IN + hash(at));
      at = at.parent();
    }
    labels.add(IN + hash(at));
    return labels;
  }
}

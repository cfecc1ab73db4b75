package com.multigres.meta.topology;

import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.util.List;

/** What tells one kind of records from the others. */
interface RecordKind<K, T> {
  RecordCodec<T> codec();

  /**
   * Where the record of a key lies; refuses keys that have no place here with {@code BAD_INPUT}.
   */
  TopoPath path(K key);

  K key(T record);

  /** The directory below which all records lie. */
  TopoPath directory();

  /** Whether the node at a path below the directory holds such a record. */
  boolean holds(TopoPath path);

  /** The record with what only its path says. */
  default T completed(TopoPath path, T record) {
    return record;
  }

  /** Whether a record that was found in the directory is one of ours. */
  default boolean ours(T record) {
    return true;
  }

  /** How to write what is wanted where something stands already. */
  default T spelled(T wanted, T previous) {
    return wanted;
  }

  /** How to write what is wanted where nothing stands. */
  default T spelled(T wanted) {
    return wanted;
  }

  /** All nodes that may hold such a record, sorted by path. */
  default List<Node> nodes(TopoStore store) {
    return store.list(directory()).stream().filter(node -> holds(node.path())).toList();
  }

  default Entry<T> decode(Node node) {
    return new Entry<>(node, completed(node.path(), codec().decode(node.path(), node.value())));
  }

  /** The entry, when it is the record of that key and not of another one with the same path. */
  default Entry<T> requireKey(Entry<T> entry, K key) {
    if (!key(entry.record()).equals(key)) {
      throw TopoException.refused(
          TopoException.Code.NODE_EXISTS,
          entry.path(),
          "another record than that of " + key + " stands there: " + entry.record());
    }
    return entry;
  }
}

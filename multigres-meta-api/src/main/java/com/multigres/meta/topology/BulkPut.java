package com.multigres.meta.topology;

import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.WriteResult;
import com.multigres.meta.topology.internal.Conflicts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes many records: one listing, one bulk write, and what lost against others one by one. */
final class BulkPut<K, T> {
  private final TopoStore store;
  private final Records<K, T> records;
  private final RecordKind<K, T> kind;
  private final Map<K, TopoException> failures = new LinkedHashMap<>();

  BulkPut(TopoStore store, Records<K, T> records, RecordKind<K, T> kind) {
    this.store = store;
    this.records = records;
    this.kind = kind;
  }

  Map<K, TopoException> put(Collection<T> wanted) {
    Map<K, T> byKey = new LinkedHashMap<>();
    wanted.forEach(record -> byKey.put(kind.key(record), record));
    Map<TopoPath, Node> standing =
        kind.nodes(store).stream().collect(Collectors.toMap(Node::path, Function.identity()));
    List<K> keys = new ArrayList<>();
    List<Mutation> mutations = new ArrayList<>();
    byKey.forEach(
        (key, record) ->
            mutation(key, record, standing)
                .ifPresent(
                    mutation -> {
                      keys.add(key);
                      mutations.add(mutation);
                    }));
    write(byKey, keys, mutations);
    return Map.copyOf(failures);
  }

  private Optional<Mutation> mutation(K key, T record, Map<TopoPath, Node> standing) {
    try {
      Node node = standing.get(kind.path(key));
      if (node == null) {
        return Optional.of(records.creating(record));
      }
      Mutation.Put put = records.replacing(kind.requireKey(kind.decode(node), key), record);
      return Optional.<Mutation>of(put).filter(changed -> !put.value().equals(node.value()));
    } catch (TopoException e) {
      failures.put(key, e);
      return Optional.empty();
    }
  }

  private void write(Map<K, T> byKey, List<K> keys, List<Mutation> mutations) {
    if (mutations.isEmpty()) {
      return;
    }
    List<WriteResult> results = store.writeAll(mutations);
    for (int i = 0; i < keys.size(); i++) {
      K key = keys.get(i);
      if (results.get(i) instanceof WriteResult.Failed failed) {
        T record = byKey.get(key);
        if (record != null && Conflicts.lost(failed.error())) {
          putAlone(key, record);
        } else {
          failures.put(key, failed.error());
        }
      }
    }
  }

  private void putAlone(K key, T record) {
    try {
      records.put(record);
    } catch (TopoException e) {
      failures.put(key, e);
    }
  }
}

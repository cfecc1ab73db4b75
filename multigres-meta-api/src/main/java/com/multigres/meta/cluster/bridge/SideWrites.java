package com.multigres.meta.cluster.bridge;

import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes records on condition that the side node beside them is as it was read, and the side node
 * last. A leader that raised its fence changed the side node, so what its predecessor still sends
 * is refused by the store; a store without batches is asked again before each write instead.
 */
record SideWrites(TopoStore store, TopoPath sidePath, Optional<Node> side) {

  void write(List<Mutation> records, Optional<Mutation> note) {
    if (store.capabilities().has(Capability.ATOMIC_BATCH)) {
      writeBatches(records, note);
    } else {
      records.forEach(this::writeChecked);
      note.ifPresent(this::writeChecked);
    }
  }

  private void writeBatches(List<Mutation> records, Optional<Mutation> note) {
    List<Mutation> pending = new ArrayList<>();
    long bytes = note.map(SideWrites::size).orElse(0L);
    long noteBytes = bytes;
    for (Mutation record : records) {
      boolean full =
          pending.size() + 2 > store.capabilities().maxBatchOperations()
              || bytes + size(record) > store.capabilities().maxBatchBytes();
      if (full && !pending.isEmpty()) {
        commit(pending, Optional.empty());
        pending.clear();
        bytes = noteBytes;
      }
      pending.add(record);
      bytes += size(record);
    }
    if (!pending.isEmpty() || note.isPresent()) {
      commit(pending, note);
    }
  }

  private static long size(Mutation mutation) {
    return mutation instanceof Mutation.Put put ? put.value().size() : 0;
  }

  private void commit(List<Mutation> records, Optional<Mutation> note) {
    Batch.Builder batch = Batch.builder();
    records.forEach(batch::add);
    if (note.isPresent()) {
      batch.add(note.get());
    } else {
      batch.when(
          side.<Batch.Condition>map(
                  node -> new Batch.Condition.HasVersion(sidePath, node.version()))
              .orElse(new Batch.Condition.Missing(sidePath)));
    }
    store.commit(batch.build());
  }

  private void writeChecked(Mutation mutation) {
    boolean same = store.read(sidePath).map(Node::version).equals(side.map(Node::version));
    if (!same) {
      throw TopoException.refused(
          TopoException.Code.BAD_VERSION, sidePath, "it was changed by somebody else");
    }
    if (mutation instanceof Mutation.Put put) {
      store.write(put.path(), put.value(), put.expect());
    } else {
      store.delete(mutation.path(), mutation.expect());
    }
  }
}

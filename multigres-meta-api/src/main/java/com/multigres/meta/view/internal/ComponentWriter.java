package com.multigres.meta.view.internal;

import com.google.protobuf.CodedOutputStream;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.RuleNumber;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes components of one cell, field by field: protobuf messages, as a topology holds them, take
 * a process that has just begun three times as long to read.
 */
final class ComponentWriter {
  private final CodedOutputStream out;
  private final TextWriter texts;
  private final Map<List<Map.Entry<String, Integer>>, Integer> portSets = new HashMap<>();

  ComponentWriter(CodedOutputStream out) {
    this.out = out;
    this.texts = new TextWriter(out);
  }

  void write(Component component) throws IOException {
    out.writeUInt32NoTag(component.id().type().number());
    out.writeStringNoTag(component.id().name());
    out.writeStringNoTag(component.hostname());
    ports(component.ports());
    if (component instanceof Pooler pooler) {
      pooler(pooler);
    } else if (component instanceof Gateway gateway) {
      out.writeUInt64NoTag(gateway.pidPrefix());
    }
  }

  /** Where they first occur, and from then on their number; their order is a part of them. */
  private void ports(Map<String, Integer> ports) throws IOException {
    Integer number = portSets.putIfAbsent(List.copyOf(ports.entrySet()), portSets.size());
    out.writeUInt32NoTag(number == null ? portSets.size() - 1 : number);
    if (number == null) {
      out.writeUInt32NoTag(ports.size());
      for (Map.Entry<String, Integer> port : ports.entrySet()) {
        texts.write(port.getKey());
        out.writeUInt32NoTag(port.getValue());
      }
    }
  }

  private void pooler(Pooler pooler) throws IOException {
    out.writeBoolNoTag(pooler.shardKey().isPresent());
    if (pooler.shardKey().isPresent()) {
      ShardKey key = pooler.shardKey().get();
      texts.write(key.database());
      texts.write(key.tableGroup());
      texts.write(key.shard());
    }
    out.writeBytesNoTag(pooler.keyRange().start());
    out.writeBytesNoTag(pooler.keyRange().end());
    out.writeUInt32NoTag(pooler.type().number());
    out.writeUInt32NoTag(pooler.servingStatus().number());
    out.writeStringNoTag(pooler.poolerDir());
    out.writeStringNoTag(pooler.pgDataDir());
    Lifecycle lifecycle = pooler.lifecycle();
    out.writeUInt32NoTag(lifecycle.status().number());
    texts.write(lifecycle.reason());
    Instant updated = lifecycle.updated();
    out.writeSInt64NoTag(updated.getEpochSecond());
    out.writeUInt32NoTag(updated.getNano());
    out.writeUInt32NoTag(pooler.routingState().role().number());
    RuleNumber rule = pooler.routingState().rule();
    out.writeSInt64NoTag(rule.coordinatorTerm());
    out.writeSInt64NoTag(rule.leaderSubterm());
  }
}

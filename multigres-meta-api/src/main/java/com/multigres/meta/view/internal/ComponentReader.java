package com.multigres.meta.view.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.LifecycleStatus;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RoutingState;
import com.multigres.meta.model.component.RuleNumber;
import com.multigres.meta.model.component.ServingStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link ComponentWriter} wrote. */
final class ComponentReader {
  private final CodedInputStream in;
  private final TextReader texts;
  private final String cell;
  private final List<Map<String, Integer>> portSets = new ArrayList<>();

  ComponentReader(CodedInputStream in, String cell) {
    this.in = in;
    this.texts = new TextReader(in);
    this.cell = cell;
  }

  Component read() throws IOException {
    ComponentType type = new ComponentType(in.readUInt32());
    ComponentId id = new ComponentId(type, cell, in.readString());
    String hostname = in.readString();
    int set = in.readUInt32();
    if (set == portSets.size()) {
      Component first = component(id, hostname, ports());
      portSets.add(first.ports()); // checked by now, and from here on taken as they are
      return first;
    }
    return component(id, hostname, portSets.get(set));
  }

  private Map<String, Integer> ports() throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    int count = in.readUInt32();
    for (int i = 0; i < count; i++) {
      ports.put(texts.read(), in.readUInt32());
    }
    return ports;
  }

  private Component component(ComponentId id, String hostname, Map<String, Integer> ports)
      throws IOException {
    return switch (id.type().number()) {
      case 1 -> pooler(id, hostname, ports);
      case 2 -> new Gateway(id, hostname, ports, in.readUInt64());
      case 3 -> new Orchestrator(id, hostname, ports);
      default ->
          throw new IllegalArgumentException("no view holds a component of type " + id.type());
    };
  }

  private Pooler pooler(ComponentId id, String hostname, Map<String, Integer> ports)
      throws IOException {
    return new Pooler(
        id,
        in.readBool() ? Optional.of(shard()) : Optional.empty(),
        range(),
        new PoolerType(in.readUInt32()),
        new ServingStatus(in.readUInt32()),
        hostname,
        ports,
        in.readString(),
        in.readString(),
        lifecycle(),
        routingState());
  }

  private ShardKey shard() throws IOException {
    return new ShardKey(texts.read(), texts.read(), texts.read());
  }

  private KeyRange range() throws IOException {
    ByteString start = in.readBytes();
    ByteString end = in.readBytes();
    return start.isEmpty() && end.isEmpty() ? KeyRange.full() : new KeyRange(start, end);
  }

  private Lifecycle lifecycle() throws IOException {
    return new Lifecycle(
        new LifecycleStatus(in.readUInt32()),
        texts.read(),
        Instant.ofEpochSecond(in.readSInt64(), in.readUInt32()));
  }

  private RoutingState routingState() throws IOException {
    return new RoutingState(
        new RoutingRole(in.readUInt32()), new RuleNumber(in.readSInt64(), in.readSInt64()));
  }
}

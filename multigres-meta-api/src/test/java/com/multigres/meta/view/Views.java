package com.multigres.meta.view;

import com.multigres.meta.catalog.CatalogSnapshot;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.ChangeResult;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RoutingState;
import com.multigres.meta.model.component.RuleNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parts of views, for tests. */
final class Views {
  static final ShardKey HOME = new ShardKey("postgres", "default", "0-inf");
  private static final Freshness UNREAD = new Freshness.Unknown("not read yet");

  private Views() {}

  static Parts empty() {
    return Parts.empty("c1", new CellOrder(List.of("a", "b")), UNREAD, UNREAD);
  }

  static Parts of(Catalog catalog, Component... components) {
    List<CellSnapshot> cells = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      List<Component> own =
          List.of(components).stream().filter(c -> c.id().cell().equals(name)).toList();
      cells.add(CellSnapshot.of(new Cell(name, List.of("h:1"), "/r/" + name), own));
    }
    return Parts.of(
        empty(),
        cells,
        Parts.poolersOf(cells, empty().order()),
        empty().catalog().with(snapshot(catalog), false));
  }

  static CatalogSnapshot snapshot(Catalog catalog) {
    return new CatalogSnapshot(catalog, new Position(3, new ChangeId("x")), Duration.ZERO);
  }

  static Catalog catalog(CatalogChange... changes) {
    if (Catalog.initial().apply(List.of(changes)) instanceof ChangeResult.Changed changed) {
      return changed.catalog();
    }
    throw new AssertionError("refused: " + List.of(changes));
  }

  static Pooler pooler(String cell, String name, ShardKey shard) {
    return Pooler.builder(new ComponentId(ComponentType.POOLER, cell, name))
        .shardKey(shard)
        .hostname(name + ".example")
        .port("grpc", 1)
        .build();
  }

  static Pooler primary(String cell, String name, ShardKey shard, long term) {
    return pooler(cell, name, shard).toBuilder()
        .type(PoolerType.PRIMARY)
        .routingState(new RoutingState(RoutingRole.PRIMARY, new RuleNumber(term, 0)))
        .build();
  }

  static Gateway gateway(String cell, String name) {
    return new Gateway(
        new ComponentId(ComponentType.GATEWAY, cell, name), "host", Map.of("postgres", 5432), 7);
  }
}

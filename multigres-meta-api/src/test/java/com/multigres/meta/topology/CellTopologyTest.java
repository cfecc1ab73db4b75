package com.multigres.meta.topology;

import static com.multigres.meta.topology.MemoryServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.LifecycleStatus;
import com.multigres.meta.model.component.Orchestrator;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topology.PutResult.Effect;
import com.multigres.meta.topology.internal.wire.Multigateway;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TopoLayout.class)
class CellTopologyTest {
  private static final ComponentId GATEWAY_ID =
      new ComponentId(ComponentType.GATEWAY, "zone1", "gw1");
  private static final Pooler POOLER = pooler("zone1", "p1");
  private static final Gateway GATEWAY = new Gateway(GATEWAY_ID, "h", Map.of("postgres", 5432), 3);
  private static final Orchestrator ORCHESTRATOR =
      new Orchestrator(new ComponentId(ComponentType.ORCHESTRATOR, "zone1", "o1"), "h", Map.of());

  @RegisterExtension final MemoryServer server = new MemoryServer();

  private final TopoLayout layout;

  CellTopologyTest(TopoLayout layout) {
    this.layout = layout;
  }

  private TopoStore store;
  private CellTopology zone1;

  @BeforeEach
  void open() {
    store = server.open("zone1");
    zone1 = CellTopology.of("zone1", store, layout);
  }

  private static Pooler pooler(String cell, String name) {
    return Pooler.builder(new ComponentId(ComponentType.POOLER, cell, name))
        .hostname("h")
        .port("grpc", 1)
        .build();
  }

  @Test
  void whatRegistersIsFoundByOthers() {
    assertThat(zone1.register(POOLER).effect()).isEqualTo(Effect.CREATED);
    zone1.register(GATEWAY);
    zone1.register(ORCHESTRATOR);

    CellTopology other = CellTopology.of("zone1", server.open("zone1"), layout);
    assertThat(other.poolers().list().records()).containsExactly(POOLER);
    assertThat(other.gateways().get(GATEWAY_ID).orElseThrow().record()).isEqualTo(GATEWAY);
    assertThat(other.orchestrators().list().records()).containsExactly(ORCHESTRATOR);
    assertThat(other.components().records())
        .containsExactly(new Component[] {POOLER, GATEWAY, ORCHESTRATOR});
    assertThat(store.read(layout.component(POOLER.id())).orElseThrow().ephemeral()).isFalse();
  }

  @Test
  void whatRegistersAgainGoesOnFromItsRecord() throws Exception {
    ByteString newer =
        Vector.named("gateway written by a newer component (unknown field 99)").bytes();
    store.write(layout.component(GATEWAY_ID), newer, Expect.absent());

    assertThat(zone1.register(GATEWAY).effect()).isEqualTo(Effect.CHANGED);
    assertThat(zone1.register(GATEWAY).effect()).isEqualTo(Effect.UNCHANGED);

    ByteString written = store.read(layout.component(GATEWAY_ID)).orElseThrow().value();
    assertThat(Multigateway.parseFrom(written).getUnknownFields().hasField(99)).isTrue();
    assertThat(zone1.gateways().list().records()).containsExactly(GATEWAY);
  }

  @Test
  void aComponentOfAnotherCellIsRefused() {
    assertRefused(Code.BAD_INPUT, () -> zone1.register(pooler("zone2", "p1")))
        .hasMessageContaining("multipooler-zone2-p1")
        .hasMessageContaining("zone1");
    assertRefused(Code.BAD_INPUT, () -> zone1.poolers().get(GATEWAY_ID));
    assertThat(store.list(TopoPath.root())).isEmpty();
  }

  @Test
  void cellsThatShareARootSeeOnlyTheirOwn() {
    CellTopology zone2 = CellTopology.of("zone2", store, layout);
    zone1.register(POOLER);
    zone2.register(pooler("zone2", "p1"));
    assertThat(zone1.poolers().list().records()).containsExactly(POOLER);
    assertThat(zone2.poolers().list().records()).containsExactly(pooler("zone2", "p1"));
  }

  @Test
  void twoIdsWithTheSameTextDoNotOverwriteEachOther() {
    CellTopology a = CellTopology.of("a", store, layout);
    CellTopology ab = CellTopology.of("a-b", store, layout);
    Pooler first = pooler("a", "b-c");
    Pooler second = pooler("a-b", "c");
    a.register(first);

    assertRefused(Code.NODE_EXISTS, () -> ab.register(second))
        .hasMessageContaining("multipooler-a-b-c");
    assertThat(ab.poolers().get(second.id())).isEmpty();
    assertThat(ab.poolers().delete(second.id())).isFalse();
    assertRefused(Code.NO_NODE, () -> ab.poolers().update(second.id(), p -> p));
    assertThat(a.poolers().get(first.id()).orElseThrow().record()).isEqualTo(first);
    assertThat(ab.poolers().putAll(List.of(second))).containsOnlyKeys(second.id());
    assertThat(a.poolers().list().records()).containsExactly(first);
  }

  @Test
  void aPoolerIsMadePrimaryByItsRecord() {
    zone1.register(POOLER);
    PutResult<Pooler> result =
        zone1.poolers().update(POOLER.id(), p -> p.toBuilder().type(PoolerType.PRIMARY).build());
    assertThat(result.entry().record().type()).isEqualTo(PoolerType.PRIMARY);
    assertThat(zone1.poolers().get(POOLER.id())).contains(result.entry());
  }

  @Test
  void aStoppingPoolersRecordStaysAndSaysSo() {
    Instant before = Instant.now();
    zone1.register(POOLER);

    assertThat(zone1.signOff(POOLER.id(), "maintenance")).isTrue();
    assertThat(zone1.signOff(POOLER.id(), "again")).isTrue();

    Lifecycle lifecycle = zone1.poolers().get(POOLER.id()).orElseThrow().record().lifecycle();
    assertThat(lifecycle.status()).isEqualTo(LifecycleStatus.SHUTDOWN);
    assertThat(lifecycle.reason()).isEqualTo("maintenance");
    assertThat(lifecycle.updated()).isBetween(before, Instant.now().plus(Duration.ofSeconds(1)));
  }

  @Test
  void aStoppingGatewaysRecordGoes() {
    zone1.register(GATEWAY);
    assertThat(zone1.signOff(GATEWAY_ID, "done")).isTrue();
    assertThat(zone1.signOff(GATEWAY_ID, "done")).isFalse();
    assertThat(zone1.gateways().list().records()).isEmpty();
  }

  @Test
  void whoNeverRegisteredCanSignOff() {
    assertThat(zone1.signOff(POOLER.id(), "never started")).isFalse();
  }

  @Test
  void aRecordThatCannotBeReadIsNamedAndCanBeRemoved() {
    zone1.register(POOLER);
    Pooler broken = pooler("zone1", "p0");
    store.write(layout.component(broken.id()), ByteString.fromHex("ff"), Expect.absent());

    assertThat(zone1.components().records()).containsExactly(POOLER);
    assertThat(zone1.components().unreadable())
        .singleElement()
        .satisfies(e -> assertThat(e.path()).contains(layout.component(broken.id())));
    assertRefused(Code.CORRUPT, () -> zone1.register(broken));
    assertThat(zone1.poolers().delete(broken.id())).isTrue();
  }

  @Test
  void aWatchTellsComponentsOfThisCellOnly() {
    CellTopology zone2 = CellTopology.of("zone2", store, layout);
    zone2.register(pooler("zone2", "p1"));
    Entry<Pooler> first = zone1.register(POOLER).entry();
    List<RecordEvent<Pooler>> told = new CopyOnWriteArrayList<>();
    try (Watch watch = zone1.poolers().watch(told::add)) {
      await().until(() -> told.contains(new RecordEvent.InSync<Pooler>()));
      zone2.register(pooler("zone2", "p2"));
      zone1.poolers().delete(POOLER.id());
      var removed = new RecordEvent.Removed<>(first.path(), Optional.of(POOLER));
      await().until(() -> told.contains(removed));
      assertThat(watch).isNotNull();
      assertThat(told)
          .containsExactly(new RecordEvent.Present<>(first), new RecordEvent.InSync<>(), removed);
    }
  }
}

package com.multigres.meta.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.internal.wire.Multigateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecordsConcurrencyTest {
  private static final int THREADS = 16;
  private static final int UPDATES = 50;
  private static final ComponentId ID = new ComponentId(ComponentType.GATEWAY, "zone1", "gw1");

  @RegisterExtension final MemoryServer server = new MemoryServer();

  private CellTopology zone1() {
    return CellTopology.of("zone1", server.open("zone1"), TopoLayout.CANONICAL);
  }

  private static Gateway gateway(long pidPrefix) {
    return new Gateway(ID, "h", Map.of(), pidPrefix);
  }

  @Test
  void noUpdateIsLostAndUnknownFieldsSurviveThemAll() throws Exception {
    TopoStore store = server.open("zone1");
    ByteString newer =
        RecordCodecs.GATEWAY.encode(gateway(0)).concat(ByteString.fromHex("9a06036e6577"));
    store.write(TopoLayout.CANONICAL.component(ID), newer, Expect.absent());
    List<Callable<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      CellTopology own = zone1();
      tasks.add(
          () -> {
            for (int n = 0; n < UPDATES; n++) {
              own.gateways().update(ID, gateway -> gateway(gateway.pidPrefix() + 1));
            }
            return own.gateways().get(ID).orElseThrow().record().pidPrefix();
          });
    }

    List<Long> seen = InParallel.run(tasks);

    assertThat(seen).contains((long) THREADS * UPDATES);
    ByteString written = store.read(TopoLayout.CANONICAL.component(ID)).orElseThrow().value();
    assertThat(Multigateway.parseFrom(written).getUnknownFields().hasField(99)).isTrue();
  }

  @RepeatedTest(20)
  void ofManyPutsOfOneRecordOneCreatesIt() {
    List<Callable<PutResult<Gateway>>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      CellTopology own = zone1();
      tasks.add(() -> own.register(gateway(5)));
    }
    assertThat(InParallel.run(tasks))
        .filteredOn(result -> result.effect() == PutResult.Effect.CREATED)
        .hasSize(1);
  }

  @RepeatedTest(20)
  void ofManyDeletionsOneRemovesIt() {
    zone1().register(gateway(1));
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      CellTopology own = zone1();
      tasks.add(() -> own.gateways().delete(ID));
    }
    assertThat(InParallel.run(tasks)).containsOnlyOnce(true);
  }

  @RepeatedTest(20)
  void bulkWritesOfTheSameRecordsDoNotFailEachOther() {
    List<Gateway> gateways = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ComponentId id = new ComponentId(ComponentType.GATEWAY, "zone1", "gw" + i);
      gateways.add(new Gateway(id, "h", Map.of(), i));
    }
    List<Callable<Map<ComponentId, TopoException>>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      CellTopology own = zone1();
      tasks.add(() -> own.gateways().putAll(gateways));
    }
    assertThat(InParallel.run(tasks)).containsOnly(Map.of());
    assertThat(zone1().gateways().list().records()).containsExactlyInAnyOrderElementsOf(gateways);
  }
}

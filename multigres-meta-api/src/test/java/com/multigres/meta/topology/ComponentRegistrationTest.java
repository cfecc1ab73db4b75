package com.multigres.meta.topology;

import static com.multigres.meta.topology.MemoryServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.RegistrationOptions.Conflict;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.internal.wire.Multigateway;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ComponentRegistrationTest {
  private static final RegistrationOptions FOR_LIFE =
      RegistrationOptions.ttl(Duration.ofSeconds(30));
  private static final RegistrationOptions TAKING_OVER = FOR_LIFE.onConflict(Conflict.TAKE_OVER);
  private static final Gateway GATEWAY = gateway("zone1", "gw1", "h1");
  private static final TopoPath PATH = TopoLayout.CANONICAL.component(GATEWAY.id());

  @RegisterExtension final MemoryServer server = new MemoryServer();

  private TopoStore store;
  private CellTopology zone1;

  @BeforeEach
  void open() {
    store = server.open("zone1");
    zone1 = CellTopology.of("zone1", store, TopoLayout.CANONICAL);
  }

  private static Gateway gateway(String cell, String name, String host) {
    return new Gateway(
        new ComponentId(ComponentType.GATEWAY, cell, name), host, Map.of("postgres", 5432), 0);
  }

  private static Gateway on(Gateway gateway, String host) {
    return new Gateway(gateway.id(), host, gateway.ports(), gateway.pidPrefix());
  }

  private Node node() {
    return store.read(PATH).orElseThrow();
  }

  @Test
  void theRecordStandsAsLongAsTheRegistration() {
    var registration = zone1.register(GATEWAY, FOR_LIFE);
    assertThat(registration.isRegistered()).isTrue();
    assertThat(node().ephemeral()).isTrue();
    assertThat(zone1.gateways().list().records()).containsExactly(GATEWAY);

    registration.close();
    registration.close();

    assertThat(registration.isRegistered()).isFalse();
    assertThat(zone1.gateways().list().records()).isEmpty();
  }

  @Test
  void theRecordGoesWithTheStoreOfItsOwner() {
    TopoStore own = server.open("zone1");
    CellTopology.of("zone1", own, TopoLayout.CANONICAL).register(GATEWAY, FOR_LIFE);
    assertThat(zone1.gateways().list().records()).containsExactly(GATEWAY);
    own.close();
    assertThat(zone1.gateways().list().records()).isEmpty();
  }

  @Test
  void anUpdateKeepsTheRecordBoundAndWhatOthersAddedToIt() throws Exception {
    try (var registration = zone1.register(GATEWAY, FOR_LIFE)) {
      ByteString added = ByteString.fromHex("9a06036e6577");
      store.write(PATH, node().value().concat(added), Expect.version(node().version()));

      registration.update(gateway -> on(gateway, "h2"));

      assertThat(registration.component()).isEqualTo(on(GATEWAY, "h2"));
      assertThat(zone1.gateways().list().records()).containsExactly(on(GATEWAY, "h2"));
      assertThat(node().ephemeral()).isTrue();
      assertThat(Multigateway.parseFrom(node().value()).getUnknownFields().hasField(99)).isTrue();
    }
  }

  @Test
  void anUpdateOfSomebodyElseKeepsTheRecordBound() {
    try (var registration = zone1.register(GATEWAY, FOR_LIFE)) {
      zone1.gateways().update(GATEWAY.id(), gateway -> on(gateway, "h3"));
      assertThat(node().ephemeral()).isTrue();
      assertThat(registration.isRegistered()).isTrue();
    }
    assertThat(store.read(PATH)).isEmpty();
  }

  @Test
  void anUpdateCannotMakeItAnotherComponent() {
    try (var registration = zone1.register(GATEWAY, FOR_LIFE)) {
      assertRefused(
          Code.BAD_INPUT, () -> registration.update(gateway -> gateway("zone1", "gw2", "h1")));
      assertThat(registration.component()).isEqualTo(GATEWAY);
    }
  }

  @Test
  void anUpdateAfterTheEndIsRefused() {
    var registration = zone1.register(GATEWAY, FOR_LIFE);
    registration.close();
    assertRefused(Code.CLOSED, () -> registration.update(gateway -> on(gateway, "h2")));
    assertThat(store.read(PATH)).isEmpty();
  }

  @Test
  void aRecordThatStandsAlreadyIsNotTakenUnasked() {
    zone1.register(GATEWAY);
    assertRefused(Code.NODE_EXISTS, () -> zone1.register(GATEWAY, FOR_LIFE));
    assertThat(node().ephemeral()).isFalse();
  }

  @Test
  void takingOverGoesOnFromTheRecordOfAnEarlierLife() throws Exception {
    ByteString newer =
        Vector.named("gateway written by a newer component (unknown field 99)").bytes();
    store.write(PATH, newer, Expect.absent());
    try (var registration = zone1.register(GATEWAY, TAKING_OVER)) {
      assertThat(registration.component()).isEqualTo(GATEWAY);
      assertThat(node().ephemeral()).isTrue();
      assertThat(zone1.gateways().list().records()).containsExactly(GATEWAY);
      assertThat(Multigateway.parseFrom(node().value()).getUnknownFields().hasField(99)).isTrue();
    }
  }

  @Test
  void anotherComponentWithTheSameTextIsNeverTakenOver() {
    CellTopology a = CellTopology.of("a", store, TopoLayout.CANONICAL);
    CellTopology ab = CellTopology.of("a-b", store, TopoLayout.CANONICAL);
    a.register(gateway("a", "b-c", "h1"));
    assertRefused(Code.NODE_EXISTS, () -> ab.register(gateway("a-b", "c", "h2"), TAKING_OVER));
    assertThat(a.gateways().list().records()).containsExactly(gateway("a", "b-c", "h1"));
  }

  @Test
  void aRecordThatWouldGoWithASessionIsNotTakenForAPersistentOne() {
    try (var registration = zone1.register(GATEWAY, FOR_LIFE)) {
      assertRefused(Code.NODE_EXISTS, () -> zone1.register(on(GATEWAY, "h2")))
          .hasMessageContaining("session");
      assertThat(registration.isRegistered()).isTrue();
      assertThat(zone1.gateways().list().records()).containsExactly(GATEWAY);
    }
  }

  @Test
  void aComponentOfAnotherCellIsRefused() {
    assertRefused(Code.BAD_INPUT, () -> zone1.register(gateway("zone2", "gw1", "h1"), FOR_LIFE));
  }
}

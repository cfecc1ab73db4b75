package com.multigres.meta.topology;

import static com.multigres.meta.topology.MemoryServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RoutingState;
import com.multigres.meta.model.component.RuleNumber;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Registration;
import com.multigres.meta.topo.RegistrationOptions;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.internal.wire.Multipooler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pooler that is registered for its life, and that others write about meanwhile. */
class AppointedPoolerTest {
  private static final RoutingState PRIMARY =
      new RoutingState(RoutingRole.PRIMARY, new RuleNumber(5, 0));
  private static final Pooler REPLICA =
      Pooler.builder(new ComponentId(ComponentType.POOLER, "zone1", "p1"))
          .shardKey(new ShardKey("postgres", "default", "0-inf"))
          .type(PoolerType.REPLICA)
          .hostname("h1")
          .build();
  private static final TopoPath PATH = TopoLayout.CANONICAL.component(REPLICA.id());

  @RegisterExtension final MemoryServer server = new MemoryServer();

  private final List<Registration.Event> events = new CopyOnWriteArrayList<>();
  private TopoStore own;
  private TopoStore store;
  private Records<ComponentId, Pooler> poolers;
  private ComponentRegistration<Pooler> registration;

  @BeforeEach
  void register() {
    own = server.open("zone1");
    store = server.open("zone1");
    poolers = CellTopology.of("zone1", store, TopoLayout.CANONICAL).poolers();
    registration =
        CellTopology.of("zone1", own, TopoLayout.CANONICAL)
            .register(
                REPLICA, RegistrationOptions.ttl(Duration.ofSeconds(1)).listener(events::add));
  }

  @AfterEach
  void reconnect() {
    server.accidents().reconnect(own);
  }

  private static Pooler promoted(Pooler pooler) {
    return pooler.toBuilder().type(PoolerType.PRIMARY).routingState(PRIMARY).build();
  }

  private static Pooler on(Pooler pooler, String host) {
    return pooler.toBuilder().hostname(host).build();
  }

  private Pooler stored() {
    return poolers.get(REPLICA.id()).orElseThrow().record();
  }

  private void appoint() {
    poolers.update(REPLICA.id(), AppointedPoolerTest::promoted);
    await().until(() -> registration.component().equals(promoted(REPLICA)));
  }

  private void loseTheSession() {
    server.accidents().cut(own);
    await().until(() -> events.contains(new Registration.Event.SessionLost()));
    await().until(() -> store.read(PATH).isEmpty());
  }

  private void awaitRestored() {
    server.accidents().reconnect(own);
    await().until(registration::isRegistered);
  }

  @Test
  void anUpdateOfItsOwnDoesNotUndoItsElection() {
    poolers.update(REPLICA.id(), AppointedPoolerTest::promoted);
    registration.update(pooler -> on(pooler, "h2"));
    assertThat(stored()).isEqualTo(on(promoted(REPLICA), "h2"));
    assertThat(registration.component()).isEqualTo(stored());
  }

  @Test
  void aLostSessionDoesNotUndoItsElection() {
    appoint();
    loseTheSession();
    awaitRestored();
    assertThat(stored()).isEqualTo(promoted(REPLICA));
  }

  @Test
  void anUpdateWhileTheSessionIsLostIsMadeToWhatIsRestored() {
    appoint();
    loseTheSession();
    registration.update(pooler -> on(pooler, "h2"));
    assertThat(registration.component()).isEqualTo(on(promoted(REPLICA), "h2"));
    awaitRestored();
    assertThat(stored()).isEqualTo(on(promoted(REPLICA), "h2"));
  }

  @Test
  void unknownFieldsThatOthersAddedAreRestored() throws Exception {
    ByteString added = ByteString.fromHex("9a06036e6577");
    var node = store.read(PATH).orElseThrow();
    store.write(PATH, node.value().concat(added), Expect.version(node.version()));
    appoint();
    loseTheSession();
    awaitRestored();
    ByteString restored = store.read(PATH).orElseThrow().value();
    assertThat(Multipooler.parseFrom(restored).getUnknownFields().hasField(99)).isTrue();
  }

  @Test
  void anUpdateMendsWhatSomebodyMadeUnreadable() {
    store.write(PATH, ByteString.copyFromUtf8("garbage"), Expect.any());
    registration.update(pooler -> on(pooler, "h2"));
    assertThat(stored()).isEqualTo(on(REPLICA, "h2"));
  }

  @Test
  void anUpdateIsRefusedWithTheLatestRecordUntouched() {
    appoint();
    assertRefused(
        Code.BAD_INPUT,
        () ->
            registration.update(
                pooler ->
                    Pooler.builder(new ComponentId(ComponentType.POOLER, "zone1", "p2")).build()));
    assertThat(stored()).isEqualTo(promoted(REPLICA));
  }
}

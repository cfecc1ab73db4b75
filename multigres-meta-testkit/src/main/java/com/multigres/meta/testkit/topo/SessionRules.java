package com.multigres.meta.testkit.topo;

import static com.multigres.meta.testkit.topo.TopoFixture.bytes;
import static com.multigres.meta.testkit.topo.TopoFixture.eventually;
import static com.multigres.meta.testkit.topo.TopoFixture.path;
import static com.multigres.meta.testkit.topo.TopoFixture.refused;
import static com.multigres.meta.testkit.topo.TopoFixture.standing;
import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.Session;
import com.multigres.meta.topo.SessionId;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sessions and the nodes bound to them (T3, T18, T19, T20, T21). */
interface SessionRules extends TopoFixture {

  private Session session() {
    return closing(store().openSession(ttl()));
  }

  private Optional<SessionId> ownerOf(String path) {
    return standing(another(), path(path)).session();
  }

  @Test
  @Rule({"T18", "T19"})
  default void aBoundNodeNamesItsSessionAndGoesWithIt() {
    Session session = session();
    assertThat(session.ttl()).isEqualTo(ttl());
    Version version = session.create(path("a"), bytes("v"));
    Node node = standing(another(), path("a"));
    assertThat(node.version()).isEqualTo(version);
    assertThat(node.session()).contains(session.id());
    WatchRecorder watcher = watching(TopoPath.root()).awaitInSync();
    session.close();
    assertThat(store().read(path("a"))).isEmpty();
    assertThat(session.isOver()).isTrue();
    watcher.awaitState(Map.of());
    session.close();
  }

  @Test
  @Rule("T19")
  default void closingASessionSparesTheNodesOfOthers() {
    Session mine = session();
    Session other = session();
    assertThat(mine.id()).isNotEqualTo(other.id());
    mine.create(path("mine"), bytes("v"));
    other.create(path("other"), bytes("v"));
    put(path("free"), "v");
    mine.close();
    assertThat(store().children(TopoPath.root())).containsExactly("free", "other");
  }

  @Test
  @Rule("T18")
  default void aSessionOutlivesItsTimeToLiveWhileItsOwnerRenews() {
    Session session = closing(store().openSession(briefTtl()));
    session.create(path("a"), bytes("v"));
    long begun = System.nanoTime();
    Duration twice = briefTtl().multipliedBy(2).plus(store().capabilities().sessionSlack());
    eventually()
        .atMost(Patience.longest().plus(twice))
        .failFast("the node is gone", () -> store().read(path("a")).isEmpty())
        .until(() -> System.nanoTime() - begun > twice.toNanos());
    assertThat(standing(store(), path("a")).session()).contains(session.id());
    assertThat(session.isOver()).isFalse();
  }

  @Test
  @Rule("T18")
  default void aTimeToLiveThatCannotBeGrantedIsRefused() {
    Duration least = store().capabilities().minTtl();
    Duration most = store().capabilities().maxTtl();
    refused(Code.BAD_INPUT, () -> store().openSession(least.minusNanos(1_000_000)));
    refused(Code.BAD_INPUT, () -> store().openSession(most.plusSeconds(1)));
    refused(Code.BAD_INPUT, () -> store().openSession(Duration.ZERO));
  }

  @Test
  @Rule("T18")
  default void theNodesOfADeadOwnerGoWithinTtlAndSlack() {
    Faults faults = faults(Fault.KILL_OWNER);
    Patience.within("a dead owner's end", gone(briefTtl()), () -> fromDeathToGone(faults));
    assertThat(store().list(TopoPath.root())).isEmpty();
  }

  private Duration fromDeathToGone(Faults faults) {
    TopoStore owner = another();
    Session session = owner.openSession(briefTtl());
    session.create(path("a"), bytes("v"));
    session.create(path("b"), bytes("v"));
    WatchRecorder watcher = watching(TopoPath.root()).awaitInSync();
    long killed = System.nanoTime();
    faults.killOwner(owner);
    watcher.awaitState(Map.of());
    return Duration.ofNanos(System.nanoTime() - killed);
  }

  @Test
  @Rule("T21")
  default void aWriteByWhomeverKeepsANodeBound() {
    Session session = session();
    session.create(path("a"), bytes("v"));
    another().write(path("a"), bytes("by another"), Expect.any());
    assertThat(ownerOf("a")).contains(session.id());
    Version version = standing(store(), path("a")).version();
    store().write(path("a"), bytes("again"), Expect.version(version));
    assertThat(ownerOf("a")).contains(session.id());
    session.close();
    assertThat(store().read(path("a"))).isEmpty();
  }

  @Test
  @Rule("T21")
  default void aNodeThatWasDeletedAndMadeAnewIsNoLongerBound() {
    Session session = session();
    session.create(path("a"), bytes("v"));
    store().delete(path("a"), Expect.any());
    put(path("a"), "free");
    session.close();
    assertThat(standing(store(), path("a")).value()).isEqualTo(bytes("free"));
  }

  @Test
  @Rule("T3")
  default void nothingLiesBelowABoundNode() {
    Session session = session();
    session.create(path("a/b"), bytes("v"));
    refused(Code.BAD_INPUT, () -> put(path("a/b/c"), "v"));
    refused(Code.BAD_INPUT, () -> put(path("a/b/c/d"), "v"));
    put(path("a"), "above is fine");
    put(path("x/y"), "v");
    refused(Code.BAD_INPUT, () -> session.create(path("x"), bytes("v")));
    Version x = put(path("x"), "v");
    refused(Code.BAD_INPUT, () -> session.bind(path("x"), x));
    assertThat(store().list(TopoPath.root())).hasSize(4);
  }

  @Test
  @Rule("T7")
  default void creatingABoundNodeOverAnotherIsRefused() {
    Session session = session();
    put(path("a"), "v");
    refused(Code.NODE_EXISTS, () -> session.create(path("a"), bytes("w")));
    session.create(path("b"), bytes("v"));
    refused(Code.NODE_EXISTS, () -> session.create(path("b"), bytes("w")));
    refused(Code.BAD_INPUT, () -> session.create(TopoPath.root(), bytes("w")));
  }

  @Test
  @Rule("T21")
  default void bindingAndUnbindingKeepTheValue() {
    Session session = session();
    Version free = put(path("a"), "v");
    Version bound = session.bind(path("a"), free);
    assertThat(ownerOf("a")).contains(session.id());
    refused(Code.BAD_VERSION, () -> session.unbind(path("a"), free));
    Version unbound = session.unbind(path("a"), bound);
    assertThat(List.of(free, bound, unbound)).doesNotHaveDuplicates();
    session.close();
    Node left = standing(store(), path("a"));
    assertThat(left.value()).isEqualTo(bytes("v"));
    assertThat(left.version()).isEqualTo(unbound);
    assertThat(left.ephemeral()).isFalse();
  }

  @Test
  @Rule("T21")
  default void onlyATakeOverTakesWhatAnotherSessionHolds() {
    Session first = session();
    Session second = session();
    Version version = first.create(path("a"), bytes("v"));
    refused(Code.NODE_EXISTS, () -> second.bind(path("a"), version));
    refused(Code.BAD_INPUT, () -> second.unbind(path("a"), version));
    Version taken = second.takeOver(path("a"), version);
    assertThat(ownerOf("a")).contains(second.id());
    refused(Code.BAD_VERSION, () -> first.takeOver(path("a"), version));
    first.close();
    assertThat(standing(store(), path("a")).version()).isEqualTo(taken);
    second.close();
    assertThat(store().read(path("a"))).isEmpty();
  }

  @Test
  @Rule({"T7", "T21"})
  default void bindingWhatIsNotThereIsRefused() {
    Session session = session();
    Version version = put(path("a"), "v");
    store().delete(path("a"), Expect.any());
    refused(Code.NO_NODE, () -> session.bind(path("a"), version));
    refused(Code.NO_NODE, () -> session.takeOver(path("a"), version));
    refused(Code.BAD_INPUT, () -> session.bind(path("b"), version));
  }

  @Test
  @Rule("T19")
  default void aClosedSessionBindsNothingMore() {
    Session session = session();
    Version version = put(path("a"), "v");
    session.close();
    refused(Code.CLOSED, () -> session.create(path("b"), bytes("v")));
    refused(Code.CLOSED, () -> session.bind(path("a"), version));
    Mutation bound = Mutation.createBound(path("c"), bytes("v"), session.id());
    WriteResult result = store().writeAll(List.of(bound)).get(0);
    assertThat(((WriteResult.Failed) result).error().code()).isEqualTo(Code.SESSION_LOST);
    assertThat(store().children(TopoPath.root())).containsExactly("a");
  }

  @Test
  @Rule("T20")
  default void closingTellsNobodyOfALoss() {
    Session session = session();
    AtomicInteger losses = new AtomicInteger();
    session.onLost(losses::incrementAndGet);
    session.close();
    Session later = session();
    WatchRecorder witness = watching(TopoPath.root()).awaitInSync();
    later.create(path("a"), bytes("v"));
    witness.awaitState(Map.of("a", "v"));
    assertThat(losses).hasValue(0);
  }

  @Test
  @Rule({"T10", "T21"})
  default void aBatchCreatesBoundNodesToo() {
    needs(Capability.ATOMIC_BATCH, "Batches.aBatchAppliesAllItsWrites");
    Session session = session();
    store()
        .commit(
            Batch.builder()
                .add(Mutation.createBound(path("a"), bytes("v"), session.id()))
                .put(path("b"), bytes("v"), Expect.absent())
                .build());
    assertThat(ownerOf("a")).contains(session.id());
    session.close();
    assertThat(store().children(TopoPath.root())).containsExactly("b");
    refused(
        Code.SESSION_LOST,
        () ->
            store()
                .commit(
                    Batch.builder()
                        .put(path("c"), bytes("v"), Expect.absent())
                        .add(Mutation.createBound(path("d"), bytes("v"), session.id()))
                        .build()));
    assertThat(store().children(TopoPath.root())).containsExactly("b");
  }

  @Test
  @Rule({"T19", "T28"})
  default void closingAStoreEndsItsSessions() {
    TopoStore owner = another();
    Session session = owner.openSession(ttl());
    session.create(path("a"), bytes("v"));
    owner.close();
    assertThat(store().read(path("a"))).isEmpty();
    assertThat(session.isOver()).isTrue();
  }
}

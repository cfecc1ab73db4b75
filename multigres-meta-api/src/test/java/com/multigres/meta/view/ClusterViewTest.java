package com.multigres.meta.view;

import static com.multigres.meta.view.LiveCluster.awaitView;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.model.component.Component;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.ServingStatus;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.RecordCodecs;
import com.multigres.meta.topology.TopoLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterViewTest {
  private static final Pooler P1 = Views.primary("a", "p1", Views.HOME, 1);
  private static final Pooler P2 = Views.pooler("b", "p2", Views.HOME);

  @RegisterExtension final LiveCluster cluster = new LiveCluster();

  private static Predicate<ClusterSnapshot> has(Component component) {
    return view -> view.component(component.id()).filter(component::equals).isPresent();
  }

  private static Predicate<ClusterSnapshot> lacks(Component component) {
    return view -> view.component(component.id()).isEmpty();
  }

  private static Predicate<ClusterSnapshot> stale(String cell) {
    return view -> view.staleCells().get(cell) instanceof Freshness.Stale;
  }

  private static Instant since(ClusterSnapshot view) {
    if (view.cell("b").orElseThrow().freshness() instanceof Freshness.Stale stale) {
      return stale.since();
    }
    throw new AssertionError("not stale: " + view);
  }

  private static TopoPath path(Component component) {
    return TopoLayout.CANONICAL.component(component.id());
  }

  @Test
  void everythingThatIsRegisteredInAnyCellIsSeen() {
    cluster.register(P1);
    cluster.register(P2);
    cluster.register(Views.gateway("b", "g"));
    ClusterSnapshot view = cluster.startCurrent().snapshot();
    assertThat(view.cells()).extracting(CellSnapshot::name).containsExactly("a", "b");
    assertThat(view.poolers(Views.HOME).all()).containsExactly(P1, P2);
    assertThat(view.cell("b").orElseThrow().gateways()).containsExactly(Views.gateway("b", "g"));
    assertThat(view.route("", "default", new byte[0]).orElseThrow().primary()).contains(P1);
  }

  @Test
  void changesAreFollowed() {
    ClusterView view = cluster.startCurrent();
    cluster.register(P1);
    awaitView(view, has(P1));
    Pooler draining = P1.toBuilder().servingStatus(ServingStatus.DRAINING).build();
    cluster.register(draining);
    awaitView(view, has(draining));
    assertThat(view.snapshot().poolers(Views.HOME).primary()).isEmpty();
    cluster.cell("a").poolers().delete(P1.id());
    awaitView(view, lacks(P1));
    assertThat(view.snapshot().isCurrent()).isTrue();
  }

  @Test
  void aSnapshotNeverChanges() {
    cluster.register(P1);
    ClusterView view = cluster.startCurrent();
    ClusterSnapshot before = view.snapshot();
    cluster.cell("a").poolers().delete(P1.id());
    awaitView(view, lacks(P1));
    assertThat(before.component(P1.id())).contains(P1);
  }

  @Test
  void aDeadCellIsNamedAndLeavesTheOthersWorking() {
    cluster.register(P1);
    cluster.register(P2);
    ClusterView view = cluster.startCurrent();
    cluster.server("b").stop();
    awaitView(view, stale("b"));

    cluster.cell("a").poolers().delete(P1.id());
    awaitView(view, lacks(P1));

    ClusterSnapshot without = view.snapshot();
    assertThat(without.staleCells()).containsOnlyKeys("b");
    assertThat(without.isCurrent()).isFalse();
    assertThat(without.component(P2.id())).contains(P2);

    cluster.server("b").start();
    awaitView(view, ClusterSnapshot::isCurrent);
    cluster.cell("b").poolers().delete(P2.id());
    awaitView(view, lacks(P2));
  }

  @Test
  void aCellThatWasNeverReachedIsNamedAsUnknown() {
    cluster.register(P1);
    cluster.server("b").stop();
    ClusterView view = cluster.start();
    awaitView(view, has(P1));
    awaitView(view, v -> v.topologyFreshness().isCurrent() && v.catalogFreshness().isCurrent());
    assertThat(view.snapshot().staleCells().get("b")).isInstanceOf(Freshness.Unknown.class);
  }

  @Test
  void theSinceOfAnAbsenceStaysWhereItBegan() {
    ClusterView view = cluster.startCurrent();
    cluster.server("b").stop();
    awaitView(view, stale("b"));
    Instant since = since(view.snapshot());
    cluster.moveCell("b", "/elsewhere");
    awaitView(view, v -> v.cell("b").orElseThrow().record().root().equals("/elsewhere"));
    assertThat(since(view.snapshot())).isEqualTo(since);
  }

  @Test
  void cellsGoOnBeingFollowedWhileTheGlobalTopologyIsAway() {
    ClusterView view = cluster.startCurrent();
    cluster.globalServer.stop();
    awaitView(view, v -> v.topologyFreshness() instanceof Freshness.Stale);
    cluster.register(P1);
    awaitView(view, has(P1));
    assertThat(view.snapshot().staleCells()).isEmpty();
    cluster.globalServer.start();
    cluster.addCell("c");
    awaitView(view, v -> v.isCurrent() && v.cell("c").isPresent());
  }

  @Test
  void aCellThatMovesIsFollowedToItsNewStore() {
    cluster.register(P2);
    ClusterView view = cluster.startCurrent();
    Pooler there = Views.pooler("b", "p3", Views.HOME);
    cluster.cell("b", "/new").register(there);
    cluster.moveCell("b", "/new");
    awaitView(view, has(there).and(lacks(P2)));
    awaitView(view, ClusterSnapshot::isCurrent);
    assertThat(view.snapshot().poolers(Views.HOME).all()).containsExactly(there);
  }

  @Test
  void whatTheOldStoreSaidStaysUntilTheNewOneHasSpoken() {
    cluster.register(P2);
    ClusterView view = cluster.startCurrent();
    cluster.server("b").stop();
    cluster.moveCell("b", "/new");
    awaitView(view, v -> v.cell("b").orElseThrow().record().root().equals("/new"));
    awaitView(view, stale("b"));
    assertThat(view.snapshot().component(P2.id())).contains(P2);
    cluster.server("b").start();
    awaitView(view, lacks(P2));
  }

  @Test
  void aCellThatIsTakenOutTakesItsComponentsWithIt() {
    cluster.register(P2);
    ClusterView view = cluster.startCurrent();
    cluster.global.cells().delete("b");
    awaitView(view, v -> v.cell("b").isEmpty());
    assertThat(view.snapshot().poolers(Views.HOME).all()).isEmpty();
    cluster.moveCell("b", "/c");
    awaitView(view, has(P2));
  }

  @Test
  void aRecordThatCannotBeReadIsNamedAndHidesNothing() {
    cluster.register(P1);
    cluster.register(P2);
    ClusterView view = cluster.startCurrent();
    ByteString garbage = ByteString.copyFrom(new byte[] {-1, -1, -1});
    cluster.cell("b").store().write(path(P2), garbage, Expect.any());
    awaitView(view, lacks(P2));
    assertThat(view.snapshot().cell("b").orElseThrow().unreadable()).containsOnlyKeys(path(P2));
    assertThat(view.snapshot().component(P1.id())).isPresent();
    ByteString mended = RecordCodecs.POOLER.encode(P2);
    cluster.cell("b").store().write(path(P2), mended, Expect.any());
    awaitView(view, has(P2));
    assertThat(view.snapshot().cell("b").orElseThrow().unreadable()).isEmpty();
  }

  @Test
  void aRecordInTheWrongPlaceIsNamedAndNotTakenForAnother() {
    ClusterView view = cluster.startCurrent();
    Pooler other = Views.pooler("b", "other", Views.HOME);
    cluster.cell("b").store().write(path(P2), RecordCodecs.POOLER.encode(other), Expect.any());
    awaitView(view, v -> v.cell("b").orElseThrow().unreadable().containsKey(path(P2)));
    assertThat(view.snapshot().component(other.id())).isEmpty();
    cluster.cell("b").store().delete(path(P2), Expect.any());
    awaitView(view, v -> v.cell("b").orElseThrow().unreadable().isEmpty());
  }

  @Test
  void aCellsRecordThatCannotBeReadLeavesTheCellWhereItWas() {
    ClusterView view = cluster.startCurrent();
    TopoPath record = cluster.global.cells().path("b");
    ByteString garbage = ByteString.copyFrom(new byte[] {-1, -1, -1});
    cluster.global.store().write(record, garbage, Expect.any());
    awaitView(view, v -> v.cell("b").orElseThrow().unreadable().containsKey(record));
    cluster.register(P2);
    awaitView(view, has(P2));
  }

  @Test
  void aWipedStoreIsWhatItSaysItIs() {
    cluster.register(P1);
    ClusterView view = cluster.startCurrent();
    cluster.server("a").wipe();
    awaitView(view, lacks(P1));
    awaitView(view, ClusterSnapshot::isCurrent);
    cluster.register(P1);
    awaitView(view, has(P1));
  }

  @Test
  void twoCellsMayShareAFolder() {
    cluster.global.cells().put(new Cell("b", List.of(), "/g"));
    cluster.global.cells().put(new Cell("a", List.of(), "/g"));
    cluster.global.store().write(path(P1), RecordCodecs.POOLER.encode(P1), Expect.any());
    cluster.global.store().write(path(P2), RecordCodecs.POOLER.encode(P2), Expect.any());
    ClusterView view = cluster.startCurrent();
    assertThat(view.snapshot().cell("a").orElseThrow().components()).containsExactly(P1);
    assertThat(view.snapshot().cell("b").orElseThrow().components()).containsExactly(P2);
  }

  @Test
  void awaitAnswersWhetherItCameInTime() throws InterruptedException {
    ClusterView view = cluster.start();
    assertThat(view.await(ClusterSnapshot::isCurrent, Duration.ofSeconds(20))).isTrue();
    assertThat(view.await(has(P1), Duration.ofMillis(50))).isFalse();
  }

  @Test
  void aClosedViewKeepsItsLastSnapshotAndLeavesNoThread() {
    cluster.register(P1);
    ClusterView view = cluster.startCurrent();
    view.close();
    view.close();
    assertThat(view.snapshot().component(P1.id())).contains(P1);
    assertThat(view.snapshot().topologyFreshness())
        .isInstanceOfSatisfying(
            Freshness.Stale.class, s -> assertThat(s.reason()).isEqualTo("the view is closed"));
    await().until(() -> threads().isEmpty());
    cluster.cell("a").poolers().delete(P1.id());
    assertThat(view.snapshot().component(P1.id())).contains(P1);
  }

  @Test
  void aViewMayBeClosedWhileItStarts() {
    for (int i = 0; i < 20; i++) {
      cluster.view().start().close();
    }
    cluster.server("a").pause();
    cluster.globalServer.pause();
    cluster.view().start().close();
    cluster.server("a").resume();
    cluster.globalServer.resume();
    await().until(() -> threads().isEmpty());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(n -> n.startsWith("multigres-view") || n.startsWith("multigres-cell-watch"))
        .toList();
  }
}

package com.multigres.meta.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.Gateway;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every sequence of node events that the contract allows, and what it says about records. */
class RecordWatchTest {
  private static final Cursor CURSOR = new Cursor("test", "1");
  private static final Pooler P1 = pooler("zone1", "p1");
  private static final Pooler P2 = pooler("zone1", "p2");

  private final List<RecordEvent<Pooler>> told = new ArrayList<>();
  private final RecordWatch<Pooler> watch =
      new RecordWatch<>(
          new ComponentKind<>(
              TopoLayout.CANONICAL, "zone1", ComponentType.POOLER, RecordCodecs.POOLER),
          told::add);

  @Test
  void recordsAreToldThenThatAllWereToldThenChanges() {
    put(P1, 1);
    inSync();
    put(P2, 2);
    deleted(P1);

    assertThat(told).hasSize(4);
    assertPresent(0, P1);
    assertThat(told.get(1)).isInstanceOf(RecordEvent.InSync.class);
    assertPresent(2, P2);
    assertThat(told.get(3)).isEqualTo(new RecordEvent.Removed<>(path(P1), Optional.of(P1)));
  }

  @Test
  void whatIsRepeatedAfterAResyncIsToldOnce() {
    put(P1, 1);
    inSync();
    resync(WatchEvent.Resync.Kind.REPLACE);
    put(P1, 1);
    inSync();

    assertThat(told).hasSize(3);
    assertThat(told.get(2)).isInstanceOf(RecordEvent.InSync.class);
  }

  @Test
  void aReplacementIsToldAsItsDifferenceDeletionsIncluded() {
    put(P1, 1);
    inSync();
    resync(WatchEvent.Resync.Kind.REPLACE);
    put(P2, 2);
    inSync();

    assertThat(told).hasSize(5);
    assertPresent(2, P2);
    assertThat(told.get(3)).isEqualTo(new RecordEvent.Removed<>(path(P1), Optional.of(P1)));
    assertThat(told.get(4)).isInstanceOf(RecordEvent.InSync.class);
  }

  @Test
  void aReplacementThatStartsAgainForgetsWhatTheFirstOneNamed() {
    put(P1, 1);
    inSync();
    resync(WatchEvent.Resync.Kind.REPLACE);
    put(P1, 1);
    resync(WatchEvent.Resync.Kind.REPLACE);
    inSync();

    assertThat(told).contains(new RecordEvent.Removed<>(path(P1), Optional.of(P1)));
  }

  @Test
  void aDifferenceRemovesOnlyWhatItNames() {
    put(P1, 1);
    put(P2, 2);
    inSync();
    resync(WatchEvent.Resync.Kind.DIFFERENCE);
    deleted(P2);
    inSync();

    assertThat(told).doesNotContain(new RecordEvent.Removed<>(path(P1), Optional.of(P1)));
    assertThat(told).contains(new RecordEvent.Removed<>(path(P2), Optional.of(P2)));
  }

  @Test
  void whatCannotBeReadIsToldAndSoIsItsRemovalAndItsRepair() {
    ByteString garbage = ByteString.fromHex("ffff");
    put(path(P1), garbage, 1);
    put(P1, 2);
    put(path(P1), garbage, 3);
    deleted(P1);

    assertThat(told).hasSize(4);
    assertThat(told.get(0))
        .isInstanceOfSatisfying(
            RecordEvent.Unreadable.class,
            event -> assertThat(event.error().code()).isEqualTo(TopoException.Code.CORRUPT));
    assertPresent(1, P1);
    assertThat(told.get(3)).isEqualTo(new RecordEvent.Removed<>(path(P1), Optional.empty()));
  }

  @Test
  void componentsOfAnotherCellInTheSameFolderAreNotTold() {
    Pooler stranger = pooler("zone2", "p1");
    put(stranger, 1);
    deleted(stranger);
    assertThat(told).isEmpty();
  }

  @Test
  void aRecordThatBecomesAnotherCellsIsRemoved() {
    Pooler mine = pooler("zone1", "a");
    put(mine, 1);
    put(path(mine), RecordCodecs.POOLER.encode(pooler("zone2", "a")), 2);
    assertThat(told.get(1)).isEqualTo(new RecordEvent.Removed<>(path(mine), Optional.of(mine)));
  }

  @Test
  void nodesThatHoldNoRecordAreNotTold() {
    TopoPath lock = TopoPath.of("poolers", "locks", "12");
    put(lock, ByteString.copyFromUtf8("{}"), 1);
    put(path(P1).child("x"), ByteString.EMPTY, 1);
    put(path(P1).parent().child("Gateway"), gateway(), 1);
    watch.on(new WatchEvent.Deleted(lock, CURSOR));
    assertThat(told).isEmpty();
  }

  @Test
  void theEndOfAWatchIsTold() {
    TopoException refused = TopoException.refused(TopoException.Code.ACCESS_DENIED, "no");
    watch.on(new WatchEvent.Ended(refused, CURSOR));
    assertThat(told).containsExactly(new RecordEvent.Ended<>(refused));
  }

  private void assertPresent(int index, Pooler pooler) {
    assertThat(told.get(index))
        .isInstanceOfSatisfying(
            RecordEvent.Present.class,
            event -> assertThat(event.entry().record()).isEqualTo(pooler));
  }

  private void put(Pooler pooler, int version) {
    put(path(pooler), RecordCodecs.POOLER.encode(pooler), version);
  }

  private void put(TopoPath path, ByteString value, int version) {
    Version named = new Version("test", path, "" + version);
    watch.on(new WatchEvent.Put(new Node(path, value, named, Optional.empty()), CURSOR));
  }

  private void deleted(Pooler pooler) {
    watch.on(new WatchEvent.Deleted(path(pooler), CURSOR));
  }

  private void resync(WatchEvent.Resync.Kind kind) {
    watch.on(new WatchEvent.Resync(kind, "the server was away", CURSOR));
  }

  private void inSync() {
    watch.on(new WatchEvent.InSync(CURSOR));
  }

  private static TopoPath path(Pooler pooler) {
    return TopoLayout.CANONICAL.component(pooler.id());
  }

  private static Pooler pooler(String cell, String name) {
    return Pooler.builder(new ComponentId(ComponentType.POOLER, cell, name)).build();
  }

  private static ByteString gateway() {
    return RecordCodecs.GATEWAY.encode(
        new Gateway(new ComponentId(ComponentType.GATEWAY, "zone1", "g"), "h", Map.of(), 0));
  }
}

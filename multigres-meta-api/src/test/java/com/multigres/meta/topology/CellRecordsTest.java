package com.multigres.meta.topology;

import static com.multigres.meta.topology.MemoryServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.multigres.meta.model.component.Cell;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topology.PutResult.Effect;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(TopoLayout.class)
class CellRecordsTest {
  private static final Cell ZONE1 = new Cell("zone1", List.of("h1:2379"), "/multigres/c1/zone1");
  private static final UnknownFieldSet NEWER =
      UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
          .build();

  @RegisterExtension final MemoryServer server = new MemoryServer();

  private final TopoLayout layout;

  CellRecordsTest(TopoLayout layout) {
    this.layout = layout;
  }

  private TopoStore store() {
    return server.open("multigres/c1/global");
  }

  @Test
  void aCellIsCreatedReadListedAndDeleted() {
    var cells = GlobalTopology.of(store(), layout).cells();

    Entry<Cell> created = cells.create(ZONE1);

    assertThat(created.path()).isEqualTo(layout.cell("zone1"));
    assertThat(cells.get("zone1")).contains(created);
    assertThat(cells.list().records()).containsExactly(ZONE1);
    assertThat(cells.delete("zone1")).isTrue();
    assertThat(cells.delete("zone1")).isFalse();
    assertThat(cells.get("zone1")).isEmpty();
    assertThat(cells.list().records()).isEmpty();
  }

  @Test
  void creatingACellAgainIsRefused() {
    var cells = GlobalTopology.of(store(), layout).cells();
    cells.create(ZONE1);
    assertRefused(Code.NODE_EXISTS, () -> cells.create(ZONE1));
  }

  @Test
  void puttingACellTwiceWritesOnce() {
    var cells = GlobalTopology.of(store(), layout).cells();
    PutResult<Cell> first = cells.put(ZONE1);
    PutResult<Cell> second = cells.put(ZONE1);
    assertThat(first.effect()).isEqualTo(Effect.CREATED);
    assertThat(second.effect()).isEqualTo(Effect.UNCHANGED);
    assertThat(second.entry()).isEqualTo(first.entry());
  }

  @Test
  void anotherAddressIsAChangeThatKeepsWhatANewerComponentWrote() throws Exception {
    TopoStore store = store();
    TopoPath path = layout.cell("zone1");
    store.write(path, wire(ZONE1).setUnknownFields(NEWER).build().toByteString(), Expect.absent());
    Cell moved = new Cell("zone1", List.of("h2:2379"), ZONE1.root());

    PutResult<Cell> result = GlobalTopology.of(store, layout).cells().put(moved);

    assertThat(result.effect()).isEqualTo(Effect.CHANGED);
    ByteString written = store.read(path).orElseThrow().value();
    var message = com.multigres.meta.topology.internal.wire.Cell.parseFrom(written);
    assertThat(message.getUnknownFields()).isEqualTo(NEWER);
    assertThat(message.getServerAddressesList()).containsExactly("h2:2379");
    assertThat(result.entry().node()).isEqualTo(store.read(path).orElseThrow());
  }

  @Test
  void urlsAreWrittenOnlyWhereUrlsStand() {
    TopoStore store = store();
    var cells = GlobalTopology.of(store, layout).cells();
    Cell withUrls = new Cell("zone2", List.of("http://h1:2379"), "/r");
    store.write(layout.cell("zone2"), wire(withUrls).build().toByteString(), Expect.absent());

    cells.put(new Cell("zone2", List.of("h1:2379", "h2:2379"), "/r"));
    cells.put(new Cell("zone1", List.of("https://h1:2379"), "/r"));

    assertThat(cells.get("zone2").orElseThrow().record().serverAddresses())
        .containsExactly("http://h1:2379", "http://h2:2379");
    assertThat(cells.get("zone1").orElseThrow().record().serverAddresses())
        .containsExactly("h1:2379");
    assertThat(cells.put(new Cell("zone2", List.of("h1:2379", "h2:2379"), "/r")).effect())
        .isEqualTo(Effect.UNCHANGED);
  }

  @Test
  void anUpdateOfAMissingCellIsRefused() {
    var cells = GlobalTopology.of(store(), layout).cells();
    assertRefused(Code.NO_NODE, () -> cells.update("zone1", cell -> cell))
        .hasMessageContaining("zone1");
  }

  @Test
  void anUpdateCannotMakeItAnotherCell() {
    var cells = GlobalTopology.of(store(), layout).cells();
    cells.create(ZONE1);
    assertRefused(
        Code.BAD_INPUT,
        () -> cells.update("zone1", cell -> new Cell("zone2", List.of(), cell.root())));
    assertThat(cells.list().records()).containsExactly(ZONE1);
  }

  @Test
  void anEntryThatChangedMeanwhileIsNotDeleted() {
    var cells = GlobalTopology.of(store(), layout).cells();
    Entry<Cell> old = cells.create(ZONE1);
    cells.put(new Cell("zone1", List.of(), "/r"));
    assertRefused(Code.BAD_VERSION, () -> cells.delete(old));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void aNameThatNoNodeCanHaveIsRefused(String name) {
    var cells = GlobalTopology.of(store(), layout).cells();
    assertRefused(Code.BAD_INPUT, () -> cells.put(new Cell(name, List.of(), "/r")));
  }

  @Test
  void anAddressThatIsNoneIsRefusedAndNothingIsWritten() {
    var cells = GlobalTopology.of(store(), layout).cells();
    assertRefused(Code.BAD_INPUT, () -> cells.put(new Cell("zone1", List.of("h:x"), "/r")))
        .hasMessageContaining("'h:x'");
    assertThat(cells.list().records()).isEmpty();
  }

  @Test
  void aCellThatCannotBeReadHidesNoOther() {
    TopoStore store = store();
    var cells = GlobalTopology.of(store, layout).cells();
    cells.create(ZONE1);
    store.write(layout.cell("zone0"), ByteString.fromHex("ffff"), Expect.absent());

    Listing<Cell> listing = cells.list();

    assertThat(listing.records()).containsExactly(ZONE1);
    assertThat(listing.unreadable())
        .singleElement()
        .satisfies(e -> assertThat(e.path()).contains(layout.cell("zone0")));
    assertRefused(Code.CORRUPT, () -> cells.get("zone0"));
    assertRefused(Code.CORRUPT, () -> cells.put(new Cell("zone0", List.of(), "/r")));
    assertThat(cells.delete("zone0")).isTrue();
  }

  @Test
  void anEmptyRecordIsThatOfTheCellInWhosePlaceItLies() {
    TopoStore store = store();
    store.write(layout.cell("zone1"), ByteString.EMPTY, Expect.absent());
    var cells = GlobalTopology.of(store, layout).cells();
    assertThat(cells.get("zone1").orElseThrow().record())
        .isEqualTo(new Cell("zone1", List.of(), ""));
    assertThat(cells.list().records()).hasSize(1);
  }

  @Test
  void whatLiesBesideTheCellsIsNoCell() {
    TopoStore store = store();
    var cells = GlobalTopology.of(store, layout).cells();
    cells.create(ZONE1);
    for (String text :
        List.of(
            "databases/db1/Database",
            "databases/local-toposerver",
            "cells2/zone2/Cell",
            "cells/zone3/other",
            "zone1/poolers/multipooler-zone1-a/Pooler",
            "zone4/poolers/multipooler-zone4-a/Pooler",
            "multigres-meta/databases")) {
      store.write(TopoPath.parse(text), ByteString.EMPTY, Expect.absent());
    }
    assertThat(cells.list().records()).containsExactly(ZONE1);
    assertThat(cells.list().unreadable()).isEmpty();
  }

  @Test
  void aWatchTellsCellsAndTheirChanges() {
    TopoStore store = store();
    var cells = GlobalTopology.of(store, layout).cells();
    cells.create(ZONE1);
    List<RecordEvent<Cell>> told = new CopyOnWriteArrayList<>();
    try (Watch watch = cells.watch(told::add)) {
      await().until(() -> told.contains(new RecordEvent.InSync<Cell>()));
      Cell moved = new Cell("zone1", List.of(), "/elsewhere");
      Entry<Cell> changed = cells.put(moved).entry();
      await().until(() -> told.contains(new RecordEvent.Present<>(changed)));
      cells.delete("zone1");
      await()
          .until(
              () ->
                  told.contains(
                      new RecordEvent.Removed<>(layout.cell("zone1"), Optional.of(moved))));
      assertThat(watch).isNotNull();
    }
  }

  private static com.multigres.meta.topology.internal.wire.Cell.Builder wire(Cell cell) {
    return com.multigres.meta.topology.internal.wire.Cell.newBuilder()
        .setName(cell.name())
        .addAllServerAddresses(cell.serverAddresses())
        .setRoot(cell.root());
  }
}

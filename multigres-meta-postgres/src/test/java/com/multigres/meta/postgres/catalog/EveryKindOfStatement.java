package com.multigres.meta.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.catalog.CatalogEvent;
import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.ChangeId;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.Subscription;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testkit.proxy.Direction;
import com.multigres.meta.testkit.proxy.Fate;
import com.multigres.meta.testkit.proxy.TcpProxy;
import com.multigres.meta.testservers.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every kind of statement of the catalog, once, on one server or through one pooler. */
abstract class EveryKindOfStatement {
  private final PostgresExtension postgres;
  private CatalogDatabase database;
  private CatalogStore store;

  EveryKindOfStatement(PostgresExtension postgres) {
    this.postgres = postgres;
  }

  /** How the server is reached. */
  String hosts() {
    return postgres.server().host() + ":" + postgres.server().port();
  }

  /** After how many uses a statement is prepared. */
  int prepareThreshold() {
    return 5;
  }

  @BeforeEach
  void open() {
    database = new CatalogDatabase(postgres);
    store = database.open(hosts(), "?pollInterval=1s&prepareThreshold=" + prepareThreshold());
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  @Rule({"C3", "C5", "C7", "C8", "P5"})
  void everyKindOfChangeIsStoredToldAndRolledBack() {
    List<CatalogEvent> events = new CopyOnWriteArrayList<>();
    Position first = store.initialise().position();
    try (Subscription running = store.subscribe(Optional.of(first), events::add)) {
      store.apply(CatalogStory.SHORT, ApplyOptions.none());
      for (CatalogChange change : CatalogStory.EVERY_OTHER_KIND) {
        assertThat(store.apply(List.of(change), ApplyOptions.none()).changed())
            .as("%s", change)
            .isTrue();
      }
      int changes = 1 + CatalogStory.EVERY_OTHER_KIND.size();
      await().untilAsserted(() -> assertThat(events).hasSize(changes));
      assertThat(running).isNotNull();
      assertThat(store.history(Long.MAX_VALUE, 100)).hasSize(1 + changes);
    }
    assertThat(store.readAt(1).catalog()).isEqualTo(Catalog.initial());
    try (CatalogStore other =
        database.open(hosts(), "?poolSize=3&prepareThreshold=" + prepareThreshold())) {
      assertThat(other.read()).isEqualTo(store.read());
      assertThat(other.check()).isEmpty();
    }
  }

  @Test
  @Rule({"P2", "C2", "C10"})
  void nonsenseByHandIsRefusedByItsRule() throws SQLException {
    CatalogStory.tell(store);
    Catalog before = store.read().catalog();
    try (Connection psql = database.connect()) {
      for (Nonsense nonsense : Nonsense.all()) {
        nonsense.assertRefused(psql);
      }
    }
    assertThat(store.read().catalog()).isEqualTo(before);
    assertThat(store.check()).isEmpty();
  }

  @Test
  @Rule({"P2", "C7"})
  void aChangeByHandIsAGenerationLikeAnyOther() {
    CatalogStory.tell(store);
    long before = store.read().position().generation();
    database.sql("UPDATE multigres_catalog.database SET name = 'renamed' WHERE name = 'db1'");
    assertThat(store.read().catalog().database("renamed")).isPresent();
    assertThat(store.read().position().generation()).isEqualTo(before + 1);
    assertThat(store.readAt(before).catalog().database("db1")).isPresent();
  }

  @Test
  @Rule({"C5", "C9", "C11", "C12"})
  void whatBecameOfAChangeIsFoundOut() {
    HostPort way = HostPort.parse(hosts());
    TcpProxy proxy = TcpProxy.to(way.host(), way.portOr(5432));
    try (CatalogStore cut =
        database.open(proxy.host() + ":" + proxy.port(), "?prepareThreshold=0")) {
      cut.initialise();
      ApplyOptions mine = ApplyOptions.as(new ChangeId("mine"));
      List<CatalogChange> create = List.of(CreateDatabase.named("db1"));
      proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.CUT);
      assertThat(catchThrowableOfType(CatalogException.class, () -> cut.apply(create, mine)))
          .isNotNull();
      Applied applied = cut.apply(create, mine);
      proxy.onSight(Direction.TO_SERVER, "COMMIT", Fate.FORWARD_THEN_CUT);
      assertThat(cut.apply(create, mine)).isEqualTo(applied);
      cut.raiseFence(3);
      assertThat(refusal(cut, new Position(2, new ChangeId("lost")))).isEqualTo(Code.LOST_HISTORY);
      assertThat(cut.migrate()).isEmpty();
    } finally {
      proxy.close();
    }
  }

  @Test
  @Rule("C8")
  void theLogIsTrimmed() {
    store.initialise();
    for (int i = 0; i < 5; i++) {
      store.apply(List.of(CreateDatabase.named("db" + i)), ApplyOptions.none());
    }
    database.sql("SELECT multigres_catalog.trim(2)");
    assertThat(store.history(Long.MAX_VALUE, 100)).hasSize(2);
    assertThat(store.read().catalog().databases()).hasSize(6);
  }

  private static Code refusal(CatalogStore store, Position expected) {
    return catchThrowableOfType(
            CatalogException.class,
            () ->
                store.apply(List.of(CreateDatabase.named("db2")), ApplyOptions.expecting(expected)))
        .code();
  }
}

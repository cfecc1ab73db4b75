package com.multigres.meta.postgres.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.Rule;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import com.multigres.meta.topo.Version;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway's answers mean for a write of the topology (rule T11). */
class TopoThroughGatewayTest {
  private static final ByteString VALUE = ByteString.copyFromUtf8("a");
  private static final String WRITE = "apply_1(";

  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private static PostgresDatabase database;
  private static Gateway gateway;
  private static TopoStore store;

  private final TopoPath zone = TopoPath.parse("cells/" + UUID.randomUUID());

  @BeforeAll
  static void openThroughTheGateway() {
    database = postgres.freshDatabase();
    gateway = Gateway.to(database.host(), database.port());
    store =
        TopoStores.open(
            "postgresql://" + gateway.address() + "/" + database.name() + "#/multigres",
            StoreOptions.builder().user(database.user()).password(database::password).build());
  }

  @AfterAll
  static void close() {
    store.close();
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"57P03", "MTF01", "MTB01", "MTB02", "MTB03"})
  @Rule("T11")
  void whatIsRefusedBeforeExecutionIsNotApplied(String state) {
    gateway.refuseNext(WRITE, Refusal.of(state));

    TopoException error =
        catchThrowableOfType(TopoException.class, () -> store.write(zone, VALUE, Expect.absent()));

    assertThat(error.code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(error.retrySafe()).isTrue();
    assertThat(store.read(zone)).isEmpty();
    store.write(zone, VALUE, Expect.absent());
  }

  @Test
  @Rule("T11")
  void aWriteThatLosesItsConnectionIsFoundDone() throws SQLException {
    gateway.refuseNext(WRITE, Refusal.terminatedAfter());

    Version version = store.write(zone, VALUE, Expect.absent());

    assertThat(store.read(zone).map(Node::version)).contains(version);
    assertThat(changes()).isEqualTo(1);
  }

  @Test
  @Rule("T11")
  void aWriteThatLosesItsConnectionBeforeItIsDoneIsSentAgain() throws SQLException {
    gateway.refuseNext(WRITE, Refusal.terminatedBefore());

    Version version = store.write(zone, VALUE, Expect.absent());

    assertThat(store.read(zone).map(Node::version)).contains(version);
    assertThat(changes()).isEqualTo(1);
  }

  @Test
  @Rule("T11")
  void oneRefusalOfAPasswordThatWasAcceptedBeforeIsNotTold() {
    gateway.refuseLogins(1, new Refusal("28P01", "password authentication failed", false));
    gateway.cut();

    store.write(zone, VALUE, Expect.absent());

    assertThat(gateway.loginsToRefuse()).isZero();
  }

  /** How often the node was written or deleted: each once in the log. */
  private int changes() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM multigres_topo.log WHERE position('%s'::bytea IN key) > 0"
                    .formatted(zone.name()))) {
      row.next();
      return row.getInt(1);
    }
  }
}

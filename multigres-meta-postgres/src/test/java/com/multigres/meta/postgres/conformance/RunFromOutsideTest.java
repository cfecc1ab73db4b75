package com.multigres.meta.postgres.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogStores;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.testkit.report.FaultState;
import com.multigres.meta.testkit.report.Outcome;
import com.multigres.meta.testkit.report.Report;
import com.multigres.meta.testkit.report.TestResult;
import com.multigres.meta.testkit.run.Conformance;
import com.multigres.meta.testkit.run.Progress;
import com.multigres.meta.testkit.run.RunOptions;
import com.multigres.meta.testservers.PostgresDatabase;
import com.multigres.meta.testservers.PostgresExtension;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run with accidents on the way, in schemas of its own, of which nothing is left. */
class RunFromOutsideTest {
  private static final RunOptions UNMEASURED = RunOptions.usual().withMeasures(false);

  @RegisterExtension static final PostgresExtension postgres = PostgresExtension.shared();

  private PostgresDatabase database;

  @BeforeEach
  void newDatabase() {
    database = postgres.freshDatabase();
  }

  private String uri() {
    return "postgresql://" + database.host() + ":" + database.port() + "/" + database.name();
  }

  private StoreOptions credentials() {
    return StoreOptions.builder().user(database.user()).password(database::password).build();
  }

  private List<String> schemas() throws SQLException {
    List<String> schemas = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)'")) {
      while (rows.next()) {
        schemas.add(rows.getString(1));
      }
    }
    return schemas;
  }

  private static void assertNothingBroken(Report report) {
    assertThat(report.tests())
        .filteredOn(test -> test.outcome() == Outcome.BROKEN)
        .extracting(TestResult::name, TestResult::reason)
        .isEmpty();
    assertThat(report.count(Outcome.PASSED)).isPositive();
    assertThat(report.notes()).isEmpty();
  }

  @Test
  void aTopologySurvivesWhatBefallsTheWayToItAndNothingIsLeft() {
    RunOptions options =
        UNMEASURED.withFaults(true).withOnly(List.of("Outages", "Crashes"), List.of());
    Report report =
        Conformance.topology(uri() + "#/theirs", credentials(), options).run(Progress.none());
    assertNothingBroken(report);
    FaultState cut = fault(report, "CUT");
    assertThat(cut.offered()).isTrue();
    assertThat(cut.survived()).isNotEmpty();
    assertThat(fault(report, "KILL").offered()).isFalse();
    assertThat(fault(report, "KILL").whyNot()).contains("hold on the server");
    try (TopoStore all = TopoStores.open(uri() + "#/", credentials())) {
      assertThat(all.list(TopoPath.root())).isEmpty();
    }
  }

  private static FaultState fault(Report report, String name) {
    return report.faults().stream()
        .filter(fault -> fault.fault().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void catalogsAreTestedInSchemasOfTheirOwnThatAreRemoved() throws SQLException {
    List<String> before = schemas();
    Report report =
        Conformance.catalog(
                uri(), credentials(), UNMEASURED.withOnly(List.of("Names", "History"), List.of()))
            .run(Progress.none());
    assertNothingBroken(report);
    assertThat(schemas()).isEqualTo(before);
  }

  @Test
  void aSchemaThatHoldsNoCatalogIsNotRemoved() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA theirs");
    }
    assertThatThrownBy(() -> CatalogStores.removeElsewhere(uri(), credentials(), "theirs"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("'theirs' holds no catalog");
    assertThat(schemas()).contains("theirs");
    CatalogStores.removeElsewhere(uri(), credentials(), "neverthere");
  }
}

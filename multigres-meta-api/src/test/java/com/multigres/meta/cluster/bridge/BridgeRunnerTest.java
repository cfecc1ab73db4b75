package com.multigres.meta.cluster.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.multigres.meta.catalog.ApplyOptions;
import com.multigres.meta.cluster.ClusterErrorCode;
import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.cluster.ClusterInitializer;
import com.multigres.meta.cluster.CrashPoint;
import com.multigres.meta.cluster.TestCluster;
import com.multigres.meta.cluster.plan.AppliedState;
import com.multigres.meta.cluster.plan.BridgeAction;
import com.multigres.meta.cluster.plan.BridgePolicy;
import com.multigres.meta.cluster.plan.DeletionPolicy;
import com.multigres.meta.cluster.plan.EntryPath;
import com.multigres.meta.cluster.plan.Finding;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.memory.catalog.MemoryCatalogs;
import com.multigres.meta.model.CatalogChange;
import com.multigres.meta.model.CatalogChange.CreateDatabase;
import com.multigres.meta.model.CatalogChange.DropDatabase;
import com.multigres.meta.model.CatalogChange.ForgetDatabase;
import com.multigres.meta.model.component.Backup;
import com.multigres.meta.model.component.BackupLocation;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.model.component.DurabilityPolicy;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.internal.wire.Database;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The catalog is carried into the database records of the global topology. */
class BridgeRunnerTest {
  private static final BridgeSettings DELETING =
      BridgeSettings.STANDARD.with(BridgePolicy.STANDARD.deleting(DeletionPolicy.DELETE));
  private static final TopoPath DB1 = TopoPath.parse("databases/db1/Database");

  private final TestCluster cluster = new TestCluster();
  private TestCluster.Client client = cluster.start();

  @BeforeEach
  void initialise() {
    new ClusterInitializer(client.global, TopoPath.parse("/multigres/c1/global"))
        .initialise(TestCluster.spec("a", "b"));
    client.catalogs.initialise();
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private BridgeReport run() {
    return client.bridge(BridgeSettings.STANDARD).runOnce();
  }

  private void apply(CatalogChange... changes) {
    client.catalogs.apply(List.of(changes), ApplyOptions.none());
  }

  private List<String> databases() {
    return client.global.databases().list().records().stream().map(DatabaseRecord::name).toList();
  }

  private DatabaseRecord db1() {
    return client.global.databases().get("db1").orElseThrow().record();
  }

  private static List<Finding.Kind> kinds(BridgeReport report) {
    return report.findings().stream().map(Finding::kind).toList();
  }

  @Test
  void aRecordSaysCellsDurabilityAndBackup() {
    apply(CreateDatabase.named("db1"));
    run();
    assertThat(databases()).containsExactly("db1", "postgres");
    assertThat(db1())
        .isEqualTo(
            new DatabaseRecord(
                "db1",
                Backup.at(new BackupLocation.Filesystem("/backups")),
                List.of("a", "b"),
                DurabilityPolicy.AT_LEAST_2));
  }

  @Test
  void nothingIsWrittenWhereNothingDiffers() {
    apply(CreateDatabase.named("db1"));
    run();
    List<Node> before = cluster.everything().list(TopoPath.root());
    CrashPoint count = CrashPoint.never();
    try (TestCluster.Client other = cluster.start(count)) {
      BridgeReport report = other.bridge(BridgeSettings.STANDARD).runOnce();
      assertThat(report.done()).isEmpty();
      assertThat(report.findings()).isEmpty();
    }
    assertThat(count.writes()).isZero();
    assertThat(cluster.everything().list(TopoPath.root())).isEqualTo(before);
  }

  @Test
  void aChangeOfTheCatalogThatTheRecordsDoNotShowWritesNothing() {
    run();
    List<Node> before = cluster.everything().list(TopoPath.root());
    apply(new CatalogChange.CreateTableGroup("postgres", "tg1", List.of("0-8", "8-inf"), false));
    assertThat(run().done()).isEmpty();
    assertThat(cluster.everything().list(TopoPath.root())).isEqualTo(before);
  }

  @Test
  void aNewCellGoesIntoEveryRecord() {
    apply(CreateDatabase.named("db1"));
    run();
    new ClusterInitializer(client.global, TopoPath.parse("/multigres/c1/global"))
        .initialise(TestCluster.spec("a", "b", "c"));
    run();
    assertThat(db1().cells()).containsExactly("a", "b", "c");
  }

  @Test
  void anEditByHandIsPutBackAndWhatIsOthersSurvives() {
    apply(CreateDatabase.named("db1"));
    run();
    Node node = client.global.store().read(DB1).orElseThrow();
    Database edited =
        Database.newBuilder()
            .setName("db1")
            .addCells("nowhere")
            .setBackupLocation(
                com.multigres.meta.topology.internal.wire.BackupLocation.newBuilder()
                    .setAuthoritativeGeneration(42))
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                    .build())
            .build();
    client.global.store().write(DB1, edited.toByteString(), Expect.version(node.version()));

    BridgeReport report = run();

    assertThat(report.done())
        .singleElement()
        .isInstanceOfSatisfying(
            BridgeAction.Update.class,
            update -> assertThat(update.path()).isEqualTo(EntryPath.of("db1")));
    assertThat(db1().cells()).containsExactly("a", "b");
    assertThat(db1().backup().authoritativeGeneration()).isEqualTo(42);
    assertThat(unknown().hasField(99)).isTrue();
  }

  private UnknownFieldSet unknown() {
    try {
      return Database.parseFrom(client.global.store().read(DB1).orElseThrow().value())
          .getUnknownFields();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatSaysTheSameInOtherWordsIsLeftAlone() {
    apply(CreateDatabase.named("db1"));
    run();
    client
        .global
        .databases()
        .update(
            "db1",
            record ->
                new DatabaseRecord(
                    record.name(),
                    record.backup(),
                    List.of("b", "a"),
                    new DurabilityPolicy(
                        "AT_LEAST_2",
                        3,
                        record.durabilityPolicy().quorumType(),
                        2,
                        "in other words")));
    assertThat(run().done()).isEmpty();
  }

  @Test
  void aRecordThatNobodyCanReadIsMadeAnew() {
    apply(CreateDatabase.named("db1"));
    run();
    Node node = client.global.store().read(DB1).orElseThrow();
    client
        .global
        .store()
        .write(DB1, ByteString.copyFromUtf8("\u0001garbage"), Expect.version(node.version()));
    run();
    assertThat(db1().cells()).containsExactly("a", "b");
  }

  @Test
  void aStrangersRecordStays() {
    run();
    client
        .global
        .databases()
        .create(new DatabaseRecord("theirs", Backup.NONE, List.of(), DurabilityPolicy.NONE));
    BridgeReport report = client.bridge(DELETING).runOnce();
    assertThat(report.done()).isEmpty();
    assertThat(kinds(report)).containsExactly(Finding.Kind.UNKNOWN_ENTRY);
    assertThat(databases()).contains("theirs");
  }

  @Test
  void atFirstContactRecordsThatDifferAreLeftToAPerson() {
    client
        .global
        .databases()
        .create(new DatabaseRecord("postgres", Backup.NONE, List.of("a"), DurabilityPolicy.NONE));
    assertThat(kinds(run())).containsExactly(Finding.Kind.UNCONFIRMED);
    assertThat(kinds(run())).containsExactly(Finding.Kind.UNCONFIRMED);
    client.bridge(BridgeSettings.STANDARD.with(BridgePolicy.STANDARD.confirm())).runOnce();
    assertThat(client.global.databases().get("postgres").orElseThrow().record().cells())
        .containsExactly("a", "b");
    assertThat(run().findings()).isEmpty();
  }

  @Test
  void aDroppedDatabaseLeavesUnderDeleteAndIsForgotten() {
    apply(CreateDatabase.named("db1"));
    run();
    apply(new DropDatabase("db1", false));
    client.bridge(DELETING).runOnce();
    assertThat(databases()).containsExactly("postgres");
    assertThat(client.catalogs.read().catalog().database("db1")).isEmpty();
  }

  @Test
  void aDroppedDatabaseIsRetainedAndForgottenUnderRetainAndItsNameIsBlocked() {
    apply(CreateDatabase.named("db1"));
    run();
    apply(new DropDatabase("db1", false));
    assertThat(run().findings()).isEmpty();
    assertThat(databases()).containsExactly("db1", "postgres");
    assertThat(client.catalogs.read().catalog().database("db1")).isEmpty();

    apply(CreateDatabase.named("db1"));
    assertThat(kinds(run())).containsExactly(Finding.Kind.NOT_ACCEPTED);
    BridgePolicy adopting = BridgePolicy.STANDARD.adopting(EntryPath.of("db1"));
    client.bridge(BridgeSettings.STANDARD.with(adopting)).runOnce();
    assertThat(run().findings()).isEmpty();
  }

  @Test
  void aDropThatOthersFinishedIsFoundInTheLog() {
    apply(CreateDatabase.named("db1"));
    run();
    apply(new DropDatabase("db1", false), new ForgetDatabase("db1", false));
    client.bridge(DELETING).runOnce();
    assertThat(databases()).containsExactly("postgres");
  }

  @Test
  void afterALostHistoryOnlyAPersonMayLetThingsGo() {
    apply(CreateDatabase.named("db1"));
    long kept = client.catalogs.read().position().generation();
    apply(CreateDatabase.named("db2"));
    run();
    MemoryCatalogs.loseAfter(cluster.name(), kept);
    apply(new DropDatabase("db1", false));

    BridgeReport report = client.bridge(DELETING).runOnce();

    assertThat(databases()).containsExactly("db1", "db2", "postgres");
    assertThat(kinds(report)).containsExactly(Finding.Kind.UNCONFIRMED, Finding.Kind.UNKNOWN_ENTRY);
    client.bridge(DELETING.with(DELETING.policy().confirm())).runOnce();
    assertThat(databases()).containsExactly("db2", "postgres");
  }

  @Test
  void aLeadersFenceShutsItsPredecessorOut() {
    BridgeRunner old = client.bridge(BridgeSettings.STANDARD.leading(1));
    old.runOnce();
    try (TestCluster.Client other = cluster.start()) {
      other.bridge(BridgeSettings.STANDARD.leading(2)).runOnce();
    }
    apply(CreateDatabase.named("db1"));
    assertThatThrownBy(old::runOnce)
        .isInstanceOfSatisfying(
            ClusterException.class,
            refused -> assertThat(refused.code()).isEqualTo(ClusterErrorCode.FENCED));
    assertThat(databases()).containsExactly("postgres");
    assertThatThrownBy(() -> client.bridge(BridgeSettings.STANDARD.leading(1)).runOnce())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("fence 2, later than 1");
  }

  @Test
  void aWriteThatWasOvertakenIsRefusedByTheStore() {
    run();
    apply(CreateDatabase.named("db1"));
    BridgeTarget.Reading seen = TopologyTarget.of(client.global).read();
    BridgeAction add =
        new BridgeAction.Add(Place.TOPOLOGY, EntryPath.of("db1"), "whatever", "because");
    TopologyTarget.of(client.global).raiseFence(5);
    AppliedState state = seen.snapshot().applied().orElseThrow();
    assertThat(seen.write(List.of(add), state, OptionalLong.empty())).isFalse();
    assertThat(databases()).containsExactly("postgres");
  }

  @Test
  void aWriteWithoutBatchesThatWasOvertakenIsRefusedToo() {
    client.close();
    client = cluster.startWithoutBatches(CrashPoint.never());
    aWriteThatWasOvertakenIsRefusedByTheStore();
  }

  @Test
  void manyRecordsGoInSeveralBatches() {
    CatalogChange[] many = new CatalogChange[1_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = CreateDatabase.named("db" + i);
    }
    apply(many);
    run();
    assertThat(databases()).hasSize(1_001);
    assertThat(run().done()).isEmpty();
  }
}

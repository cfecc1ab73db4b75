package com.multigres.meta.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import com.multigres.meta.model.KeyRange;
import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.Backup;
import com.multigres.meta.model.component.BackupLocation;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.model.component.DatabaseRecord;
import com.multigres.meta.model.component.DurabilityPolicy;
import com.multigres.meta.model.component.Lifecycle;
import com.multigres.meta.model.component.LifecycleStatus;
import com.multigres.meta.model.component.Pooler;
import com.multigres.meta.model.component.PoolerType;
import com.multigres.meta.model.component.QuorumType;
import com.multigres.meta.model.component.RoutingRole;
import com.multigres.meta.model.component.RoutingState;
import com.multigres.meta.model.component.RuleNumber;
import com.multigres.meta.model.component.ServingStatus;
import com.multigres.meta.model.component.ShardInitClaim;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topology.internal.wire.Database;
import com.multigres.meta.topology.internal.wire.ID;
import com.multigres.meta.topology.internal.wire.Multipooler;
import com.multigres.meta.topology.internal.wire.PoolerLifecycle;
import com.multigres.meta.topology.internal.wire.S3Backup;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writing over what a newer component wrote. */
class RecordMergeTest {
  private static final TopoPath PATH = TopoPath.of("somewhere");
  private static final int NEWER = 77;
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(
              NEWER,
              UnknownFieldSet.Field.newBuilder()
                  .addLengthDelimited(ByteString.copyFromUtf8("from the future"))
                  .build())
          .build();

  private static final Multipooler NEWER_POOLER = newerPooler();

  @Test
  void unknownFieldsSurviveAtEveryDepthOfAPooler() throws Exception {
    Pooler pooler = RecordCodecs.POOLER.decode(PATH, NEWER_POOLER.toByteString());
    Pooler changed =
        pooler.toBuilder()
            .type(PoolerType.REPLICA)
            .shardKey(new ShardKey("db2", "tg2", "8-inf"))
            .keyRange(new KeyRange(ByteString.fromHex("80"), ByteString.EMPTY))
            .port("grpc", 2)
            .lifecycle(
                new Lifecycle(LifecycleStatus.STOPPING, "asked to", Instant.ofEpochSecond(9)))
            .routingState(new RoutingState(RoutingRole.REPLICA, new RuleNumber(8, 1)))
            .build();

    ByteString written = RecordCodecs.POOLER.merge(PATH, NEWER_POOLER.toByteString(), changed);

    assertThat(RecordCodecs.POOLER.decode(PATH, written)).isEqualTo(changed);
    Multipooler message = Multipooler.parseFrom(written);
    assertThat(
            List.of(
                message.getUnknownFields(),
                message.getId().getUnknownFields(),
                message.getShardKey().getUnknownFields(),
                message.getKeyRange().getUnknownFields(),
                message.getLifecycleStatus().getUnknownFields(),
                message.getLifecycleStatus().getUpdated().getUnknownFields(),
                message.getRoutingState().getUnknownFields(),
                message.getRoutingState().getRule().getUnknownFields()))
        .containsOnly(UNKNOWN);
  }

  @Test
  void writingTheSameAgainChangesNoByte() {
    ByteString before = NEWER_POOLER.toByteString();
    Pooler pooler = RecordCodecs.POOLER.decode(PATH, before);
    assertThat(RecordCodecs.POOLER.merge(PATH, before, pooler)).isEqualTo(before);
  }

  @Test
  void emptyMessagesThatStoodThereStay() {
    ByteString before =
        Multipooler.newBuilder()
            .setId(ID.newBuilder().setComponentValue(1).setCell("zone1").setName("abc"))
            .setKeyRange(com.multigres.meta.topology.internal.wire.KeyRange.getDefaultInstance())
            .setLifecycleStatus(
                PoolerLifecycle.newBuilder().setUpdated(Timestamp.getDefaultInstance()))
            .setRoutingState(
                com.multigres.meta.topology.internal.wire.RoutingState.getDefaultInstance())
            .build()
            .toByteString();
    Pooler pooler = RecordCodecs.POOLER.decode(PATH, before);
    assertThat(RecordCodecs.POOLER.merge(PATH, before, pooler)).isEqualTo(before);
  }

  @Test
  void whatDoesNotChangeStaysUnsaid() throws Exception {
    ByteString before =
        NEWER_POOLER.toBuilder().clearLifecycleStatus().clearRoutingState().build().toByteString();
    Pooler pooler = RecordCodecs.POOLER.decode(PATH, before);
    Pooler changed =
        pooler.toBuilder()
            .lifecycle(new Lifecycle(LifecycleStatus.ACTIVE, "", Instant.EPOCH))
            .routingState(new RoutingState(RoutingRole.REPLICA, RuleNumber.ZERO))
            .build();

    Multipooler written = Multipooler.parseFrom(RecordCodecs.POOLER.merge(PATH, before, changed));

    assertThat(written.getLifecycleStatus().hasUpdated()).isFalse();
    assertThat(written.getRoutingState().hasRule()).isFalse();
  }

  @Test
  void numbersOfNewerEnumerationsAreReadAndWrittenBack() {
    Pooler pooler =
        RecordCodecs.POOLER.decode(
            PATH,
            NEWER_POOLER.toBuilder()
                .setTypeValue(42)
                .setServingStatusValue(-1)
                .setLifecycleStatus(PoolerLifecycle.newBuilder().setStatusValue(99))
                .build()
                .toByteString());

    assertThat(pooler.type()).isEqualTo(new PoolerType(42));
    assertThat(pooler.servingStatus()).isEqualTo(new ServingStatus(-1));
    assertThat(pooler.lifecycle().status()).isEqualTo(new LifecycleStatus(99));
    assertThat(RecordCodecs.POOLER.decode(PATH, RecordCodecs.POOLER.encode(pooler)))
        .isEqualTo(pooler);
  }

  @Test
  void aPortKeepsItsPlaceAndANewOneGoesToTheEnd() throws Exception {
    Pooler before =
        Pooler.builder(new ComponentId(ComponentType.POOLER, "zone1", "abc"))
            .port("postgres", 1)
            .port("grpc", 2)
            .port("http", 3)
            .build();
    Pooler after =
        Pooler.builder(before.id()).port("admin", 9).port("http", 3).port("postgres", 4).build();

    ByteString written = RecordCodecs.POOLER.merge(PATH, RecordCodecs.POOLER.encode(before), after);

    assertThat(RecordCodecs.POOLER.decode(PATH, written).ports().keySet())
        .containsExactly("postgres", "http", "admin");
    assertThat(RecordCodecs.POOLER.decode(PATH, written).ports()).isEqualTo(after.ports());
  }

  @Test
  void aPoolerThatLostItsShardHasNone() {
    Pooler assigned = RecordCodecs.POOLER.decode(PATH, NEWER_POOLER.toByteString());
    Pooler free = Pooler.builder(assigned.id()).build();
    ByteString written = RecordCodecs.POOLER.merge(PATH, NEWER_POOLER.toByteString(), free);
    assertThat(RecordCodecs.POOLER.decode(PATH, written)).isEqualTo(free);
  }

  @Test
  void unknownFieldsSurviveInADatabase() throws Exception {
    Database before = newerDatabase();
    DatabaseRecord old = RecordCodecs.DATABASE.decode(PATH, before.toByteString());
    DatabaseRecord changed =
        new DatabaseRecord(
            old.name(),
            new Backup(
                new BackupLocation.S3("other", "eu-1", "https://s3.example", "k/", true), true, 6),
            List.of("zone2"),
            new DurabilityPolicy("NEW", 2, new QuorumType(12), 3, "three of something"));

    ByteString written = RecordCodecs.DATABASE.merge(PATH, before.toByteString(), changed);

    assertThat(RecordCodecs.DATABASE.decode(PATH, written)).isEqualTo(changed);
    Database message = Database.parseFrom(written);
    assertThat(
            List.of(
                message.getUnknownFields(),
                message.getBackupLocation().getUnknownFields(),
                message.getBackupLocation().getS3().getUnknownFields(),
                message.getBootstrapDurabilityPolicy().getUnknownFields()))
        .containsOnly(UNKNOWN);
  }

  @Test
  void unknownFieldsSurviveInAFilesystemBackup() throws Exception {
    Database.Builder before = Database.newBuilder().setName("db1");
    before.getBackupLocationBuilder().getFilesystemBuilder().setUnknownFields(UNKNOWN);
    DatabaseRecord changed =
        new DatabaseRecord(
            "db1",
            Backup.at(new BackupLocation.Filesystem("/elsewhere")),
            List.of(),
            DurabilityPolicy.NONE);

    Database written =
        Database.parseFrom(
            RecordCodecs.DATABASE.merge(PATH, before.build().toByteString(), changed));

    assertThat(written.getBackupLocation().getFilesystem().getUnknownFields()).isEqualTo(UNKNOWN);
    assertThat(written.getBackupLocation().getFilesystem().getPath()).isEqualTo("/elsewhere");
  }

  @Test
  void aBackupLocationCanChangeItsKindAndVanish() {
    ByteString before = newerDatabase().toByteString();
    DatabaseRecord files =
        new DatabaseRecord(
            "db1",
            Backup.at(new BackupLocation.Filesystem("/backups")),
            List.of(),
            DurabilityPolicy.NONE);
    DatabaseRecord nowhere =
        new DatabaseRecord("db1", Backup.NONE, List.of(), DurabilityPolicy.NONE);

    ByteString onFiles = RecordCodecs.DATABASE.merge(PATH, before, files);
    ByteString gone = RecordCodecs.DATABASE.merge(PATH, onFiles, nowhere);

    assertThat(RecordCodecs.DATABASE.decode(PATH, onFiles)).isEqualTo(files);
    assertThat(RecordCodecs.DATABASE.decode(PATH, gone)).isEqualTo(nowhere);
  }

  @Test
  void cohortMembersKeepWhatANewerComponentSaidAboutThem() throws Exception {
    ID member =
        ID.newBuilder()
            .setComponentValue(1)
            .setCell("zone1")
            .setName("p1")
            .setUnknownFields(UNKNOWN)
            .build();
    ID claimer = ID.newBuilder().setComponentValue(3).setCell("zone1").setName("o1").build();
    ByteString before =
        com.multigres.meta.topology.internal.wire.ShardInitClaim.newBuilder()
            .setClaimerId(claimer)
            .addCohortMembers(member)
            .build()
            .toByteString();
    ComponentId p1 = new ComponentId(ComponentType.POOLER, "zone1", "p1");
    ComponentId p0 = new ComponentId(ComponentType.POOLER, "zone1", "p0");
    ShardInitClaim changed =
        new ShardInitClaim(
            new ComponentId(ComponentType.ORCHESTRATOR, "zone1", "o1"), List.of(p0, p1));

    ByteString written = RecordCodecs.SHARD_INIT_CLAIM.merge(PATH, before, changed);

    assertThat(RecordCodecs.SHARD_INIT_CLAIM.decode(PATH, written)).isEqualTo(changed);
    assertThat(
            com.multigres.meta.topology.internal.wire.ShardInitClaim.parseFrom(written)
                .getCohortMembers(1))
        .isEqualTo(member);
  }

  private static Multipooler newerPooler() {
    Multipooler.Builder pooler = Multipooler.newBuilder().setUnknownFields(UNKNOWN).setTypeValue(1);
    pooler
        .getIdBuilder()
        .setComponentValue(1)
        .setCell("zone1")
        .setName("abc")
        .setUnknownFields(UNKNOWN);
    pooler
        .getShardKeyBuilder()
        .setDatabase("db1")
        .setTableGroup("tg1")
        .setShard("0-8")
        .setUnknownFields(UNKNOWN);
    pooler.getKeyRangeBuilder().setEnd(ByteString.fromHex("80")).setUnknownFields(UNKNOWN);
    pooler.putPortMap("grpc", 1);
    pooler.getLifecycleStatusBuilder().setStatusValue(2).setUnknownFields(UNKNOWN);
    pooler.getLifecycleStatusBuilder().getUpdatedBuilder().setSeconds(5).setUnknownFields(UNKNOWN);
    pooler.getRoutingStateBuilder().setRoleValue(1).setUnknownFields(UNKNOWN);
    pooler
        .getRoutingStateBuilder()
        .getRuleBuilder()
        .setCoordinatorTerm(7)
        .setUnknownFields(UNKNOWN);
    return pooler.build();
  }

  private static Database newerDatabase() {
    Database.Builder database = Database.newBuilder().setName("db1").setUnknownFields(UNKNOWN);
    database
        .getBackupLocationBuilder()
        .setS3(S3Backup.newBuilder().setBucket("b").setUnknownFields(UNKNOWN))
        .setAuthoritativeGeneration(5)
        .setUnknownFields(UNKNOWN);
    database.getBootstrapDurabilityPolicyBuilder().setPolicyName("P").setUnknownFields(UNKNOWN);
    return database.addCells("zone1").build();
  }
}

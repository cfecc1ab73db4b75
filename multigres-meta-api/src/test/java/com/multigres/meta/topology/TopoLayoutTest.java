package com.multigres.meta.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.multigres.meta.model.ShardKey;
import com.multigres.meta.model.component.ComponentId;
import com.multigres.meta.model.component.ComponentType;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopoLayoutTest {
  private static final ShardKey SHARD = new ShardKey("db1", "tg1", "0-8");

  @Test
  void theCanonicalLayoutIsTheDesignDocuments() {
    TopoLayout layout = TopoLayout.CANONICAL;
    TopoPath root = layout.globalRoot("cluster1");
    assertThat(root).hasToString("multigres/cluster1/global");
    assertThat(layout.cell("cell1")).hasToString("cell1/local-toposerver");
    assertThat(layout.cellRoot(root, "cell1")).hasToString("multigres/cluster1/cell1");
  }

  @Test
  void theMultigresLayoutIsThatOfTodaysComponents() {
    TopoLayout layout = TopoLayout.MULTIGRES;
    TopoPath root = layout.globalRoot("cluster1");
    assertThat(root).hasToString("multigres/global");
    assertThat(layout.cell("zone1")).hasToString("cells/zone1/Cell");
    assertThat(layout.cellRoot(root, "zone1")).hasToString("multigres/zone1");
  }

  @ParameterizedTest
  @EnumSource
  void everythingElseIsTheSameInBoth(TopoLayout layout) {
    assertThat(layout.database("db1")).hasToString("databases/db1/Database");
    assertThat(layout.shardInitClaim(SHARD)).hasToString("databases/db1/tg1/0-8/ShardInitClaim");
    assertThat(layout.shard(SHARD)).hasToString("databases/db1/tg1/0-8");
    assertThat(layout.backupLock(SHARD)).hasToString("backups/db1/tg1/0-8/lock");
    assertThat(layout.databasesSideNode()).hasToString("multigres-meta/databases");
  }

  @ParameterizedTest
  @CsvSource({
    "pooler,poolers/multipooler-zone1-abc/Pooler",
    "gateway,gateways/multigateway-zone1-abc/Gateway",
    "orchestrator,orchs/multiorch-zone1-abc/Orch"
  })
  void componentsLieByTypeAndId(String type, String path) {
    ComponentId id = new ComponentId(ComponentType.parse(type), "zone1", "abc");
    assertThat(TopoLayout.CANONICAL.component(id)).hasToString(path);
    assertThat(TopoLayout.MULTIGRES.component(id)).hasToString(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"global", "databases", "backups", "cells", "multigres-meta"})
  void aCellThatWouldHideAFolderIsRefusedInTheCanonicalLayout(String cell) {
    assertBadInput(() -> TopoLayout.CANONICAL.cell(cell)).hasMessageContaining("'" + cell + "'");
    assertBadInput(() -> TopoLayout.CANONICAL.cellRoot(TopoPath.of("a", "b"), cell))
        .hasMessageContaining("reserved");
    assertThat(TopoLayout.CANONICAL.cellAt(TopoPath.of(cell, "local-toposerver"))).isEmpty();
    assertThat(TopoLayout.MULTIGRES.cell(cell)).isEqualTo(TopoPath.of("cells", cell, "Cell"));
  }

  @ParameterizedTest
  @EnumSource
  void shardsThatWouldHideAFolderAreRefused(TopoLayout layout) {
    assertBadInput(() -> layout.shard(new ShardKey("db1", "locks", "0-inf")))
        .hasMessageContaining("tablegroup 'locks'");
    assertBadInput(() -> layout.shardInitClaim(new ShardKey("db1", "Database", "0-inf")))
        .hasMessageContaining("tablegroup 'Database'");
    assertBadInput(() -> layout.backupLock(new ShardKey("db1", "tg1", "locks")))
        .hasMessageContaining("shard 'locks'");
  }

  @Test
  void aCellWhoseRootWouldBeTheGlobalOneIsRefused() {
    assertBadInput(
            () -> TopoLayout.MULTIGRES.cellRoot(TopoPath.of("multigres", "global"), "global"))
        .hasMessageContaining("global root");
  }

  @ParameterizedTest
  @EnumSource
  void aTypeThatNobodyKnowsHasNoPlace(TopoLayout layout) {
    assertBadInput(() -> layout.components(new ComponentType(9))).hasMessageContaining("9");
  }

  @ParameterizedTest
  @EnumSource
  void pathsOfRecordsAreRecognisedAndOthersAreNot(TopoLayout layout) {
    assertThat(layout.cellAt(layout.cell("zone1"))).contains("zone1");
    assertThat(layout.cellAt(layout.cell("zone1").child("x"))).isEmpty();
    assertThat(layout.cellAt(layout.cell("zone1").parent())).isEmpty();
    assertThat(layout.cellAt(TopoPath.of("a", "b", "c", "Cell"))).isEmpty();
    assertThat(layout.databaseAt(layout.database("db1"))).contains("db1");
    assertThat(layout.databaseAt(TopoPath.of("databases", "db1", "tg1"))).isEmpty();
    assertThat(layout.databaseAt(layout.shardInitClaim(SHARD))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void namesThatNeedEncodingComeBackAsGiven(TopoLayout layout) {
    assertThat(layout.cellAt(layout.cell("a/b %"))).contains("a/b %");
    assertThat(layout.databaseAt(layout.database("Größe"))).contains("Größe");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertBadInput(
      ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TopoException.class, e -> assertThat(e.code()).isEqualTo(TopoException.Code.BAD_INPUT));
  }
}

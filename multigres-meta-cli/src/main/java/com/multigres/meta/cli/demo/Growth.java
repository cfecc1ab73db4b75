package com.multigres.meta.cli.demo;

import com.multigres.meta.catalog.Applied;
import com.multigres.meta.cluster.DatabaseDrop;
import com.multigres.meta.cluster.OperationId;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.ShardSpec;
import com.multigres.meta.cluster.spec.TableGroupSpec;
import com.multigres.meta.model.Catalog;
import com.multigres.meta.model.ShardKey;
import java.util.List;

/** How the cluster grows and shrinks: databases, tablegroups, splits, drops. */
final class Growth {
  /** What is made only to be split, merged and dropped, and is not there any more in the end. */
  private static final String SCRATCH = "demo-scratch";

  private static final String SCRATCH_GROUP = "orders";
  private static final List<String> HALVES = List.of("0-8", "8-inf");
  private static final List<String> WHOLE = List.of("0-inf");

  private final DemoCluster cluster;
  private final Poolers poolers;
  private final Narration narration;
  private final Earlier earlier;
  private int turn = 1;

  Growth(DemoCluster cluster, Poolers poolers, Narration narration, Earlier earlier) {
    this.cluster = cluster;
    this.poolers = poolers;
    this.narration = narration;
    this.earlier = earlier;
  }

  void databases(ClusterSpec spec) {
    narration.step("CREATE DATABASE");
    for (DatabaseSpec database : spec.databases()) {
      if (!database.isDefault()) {
        create(database.name());
      }
    }
    if (spec.databases().size() == 1) {
      narration.tell("the manifest has no database but the default one");
    }
  }

  private void create(String database) {
    Applied applied = cluster.operations().createDatabase(operation(database), database);
    narration.tell(database + " with its default tablegroup and shard: " + earlier.shown(applied));
    boolean there = cluster.global().databases().get(database).isPresent();
    cluster.carry();
    narration.tell(
        "databases/"
            + database
            + "/Database: its record in the global topology"
            + Earlier.mark(there));
    serve(new ShardKey(database, Catalog.DEFAULT_TABLE_GROUP, Catalog.DEFAULT_SHARD));
    cluster.carry();
  }

  void tableGroups(DemoSpec spec) {
    narration.step("CREATE TABLEGROUP, and a table in it");
    boolean any = false;
    for (DatabaseSpec database : spec.cluster().databases()) {
      for (TableGroupSpec group : database.tableGroups()) {
        if (!group.isDefault()) {
          any = true;
          create(database.name(), group);
        }
      }
    }
    if (!any) {
      narration.tell("the manifest has no tablegroup but the default ones");
    }
    spec.table().ifPresent(this::place);
  }

  private void create(String database, TableGroupSpec group) {
    List<String> shards = group.shards().stream().map(ShardSpec::name).toList();
    String name = database + "/" + group.name();
    Applied applied =
        cluster.operations().createTableGroup(operation(name), database, group.name(), shards);
    narration.tell(
        name + " with shards " + String.join(", ", shards) + ": " + earlier.shown(applied));
    shards.forEach(shard -> serve(new ShardKey(database, group.name(), shard)));
    cluster.carry();
  }

  private void place(DemoSpec.TablePlace place) {
    OperationId operation = operation(place.database() + "/" + place.table());
    Applied applied =
        cluster
            .operations()
            .placeTable(operation, place.database(), place.table(), place.tableGroup());
    narration.tell(
        "table "
            + place.table()
            + " is placed in "
            + place.database()
            + "/"
            + place.tableGroup()
            + ", so on all its shards: "
            + earlier.shown(applied));
  }

  void splitAndMerge() {
    narration.step("Split a shard, and merge it again");
    cluster.operations().createDatabase(operation(SCRATCH), SCRATCH);
    cluster.operations().createTableGroup(operation(SCRATCH_GROUP), SCRATCH, SCRATCH_GROUP, WHOLE);
    serveScratch(WHOLE);
    reshard("split", WHOLE, HALVES);
    reshard("merge", HALVES, WHOLE);
  }

  private void reshard(String kind, List<String> from, List<String> into) {
    Applied begun =
        kind.equals("split")
            ? cluster.operations().split(operation(kind), SCRATCH, SCRATCH_GROUP, from.get(0), into)
            : cluster.operations().merge(operation(kind), SCRATCH, SCRATCH_GROUP, from);
    narration.tell(
        kind
            + " of "
            + names(from)
            + " into "
            + names(into)
            + ", the new ones PENDING beside the old: "
            + earlier.shown(begun));
    serveScratch(into);
    Applied switched =
        cluster.operations().switchOver(operation(kind + "-switch"), SCRATCH, SCRATCH_GROUP, into);
    cluster.carry();
    from.forEach(shard -> poolers.end(scratch(shard)));
    cluster.carry();
    narration.tell(
        "switched over, the old ones drained, dropped and forgotten: " + earlier.shown(switched));
  }

  private void serveScratch(List<String> shards) {
    if (cluster.catalogs().read().catalog().database(SCRATCH).isPresent()) {
      shards.forEach(shard -> serve(scratch(shard)));
      cluster.carry();
    }
  }

  void drop() {
    narration.step("DROP DATABASE");
    boolean gone = cluster.catalogs().read().catalog().database(SCRATCH).isEmpty();
    WHOLE.forEach(shard -> poolers.end(scratch(shard)));
    DatabaseDrop.Result result =
        new DatabaseDrop(cluster.catalogs(), List.copyOf(cluster.copies()), cluster::servers)
            .drop(operation("drop"), SCRATCH, true, false);
    narration.tell(
        SCRATCH
            + ": DROPPING, then out of the topology, then "
            + result.progress()
            + " by the catalog, now that no pooler serves it"
            + (gone ? " (already gone)" : ""));
  }

  private void serve(ShardKey shard) {
    boolean there = cluster.servers().primary(shard).isPresent();
    String primary = poolers.serve(shard, turn++).id().text();
    narration.tell(primary + " came up: the PRIMARY of " + shard + Earlier.mark(there));
  }

  private static ShardKey scratch(String shard) {
    return new ShardKey(SCRATCH, SCRATCH_GROUP, shard);
  }

  /** The same in every run, so that a repeated step is known as one. */
  private static OperationId operation(String name) {
    return new OperationId("demo:" + name.replaceAll("[^!-?A-~]", "_"));
  }

  private static String names(List<String> shards) {
    return String.join(" and ", shards);
  }
}

package com.multigres.meta.cli.demo;

import com.multigres.meta.cluster.spec.CellSpec;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.ShardSpec;
import com.multigres.meta.cluster.spec.TableGroupSpec;
import com.multigres.meta.cluster.spec.TopoServerSpec;
import com.multigres.meta.model.TableName;
import java.util.List;
import java.util.Optional;

/**
 * The cluster that the demo makes.
 *
 * @param cluster what it looks like in the end
 * @param table a table to place, where the story has one
 */
public record DemoSpec(ClusterSpec cluster, Optional<TablePlace> table) {

  /**
   * A table and where it lies.
   *
   * @param database the database
   * @param table the table
   * @param tableGroup the tablegroup
   */
  public record TablePlace(String database, TableName table, String tableGroup) {}

  /**
   * The cluster of the design document: one cell, and db1 with tablegroup tg1 of two shards.
   *
   * @param servers where the cells' topologies are; none for the global servers
   */
  public static DemoSpec ofDocument(List<String> servers) {
    TableGroupSpec tg1 =
        new TableGroupSpec("tg1", List.of(new ShardSpec("0-8"), new ShardSpec("8-inf")));
    ClusterSpec cluster =
        new ClusterSpec(
            "default",
            "cluster1",
            TopoServerSpec.UNSPECIFIED,
            List.of(new CellSpec("cell1", "", "", TopoServerSpec.UNSPECIFIED)),
            List.of(
                database("postgres", TableGroupSpec.DEFAULT),
                database("db1", TableGroupSpec.DEFAULT, tg1)),
            DatabaseDefaults.STANDARD,
            true,
            "postgres");
    TablePlace t1 = new TablePlace("db1", TableName.of("t1"), "tg1");
    return new DemoSpec(on(cluster, servers), Optional.of(t1));
  }

  private static DatabaseSpec database(String name, TableGroupSpec... groups) {
    return new DatabaseSpec(
        name,
        DatabaseDefaults.STANDARD.durabilityPolicy(),
        DatabaseDefaults.STANDARD.backup(),
        List.of(groups));
  }

  /** The cluster of a manifest, with the demo's server in place of those it names. */
  public static DemoSpec ofManifest(ClusterSpec cluster, List<String> servers) {
    return new DemoSpec(on(cluster, servers), Optional.empty());
  }

  private static ClusterSpec on(ClusterSpec cluster, List<String> servers) {
    List<CellSpec> cells =
        cluster.cells().stream().map(cell -> on(cell, cluster.name(), servers)).toList();
    return new ClusterSpec(
        cluster.namespace(),
        cluster.name(),
        TopoServerSpec.UNSPECIFIED,
        cells,
        cluster.databases(),
        cluster.defaults(),
        cluster.topologyPruning(),
        cluster.postgresSuperuser());
  }

  private static CellSpec on(CellSpec cell, String cluster, List<String> servers) {
    String root = "/multigres/" + cluster + "/" + cell.name();
    TopoServerSpec server = new TopoServerSpec(servers, root, "postgresql", false);
    return new CellSpec(cell.name(), cell.zone(), cell.region(), server);
  }
}

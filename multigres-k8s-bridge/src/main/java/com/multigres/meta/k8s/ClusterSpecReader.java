package com.multigres.meta.k8s;

import com.multigres.meta.cluster.spec.CellSpec;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.cluster.spec.DatabaseDefaults;
import com.multigres.meta.cluster.spec.DatabaseSpec;
import com.multigres.meta.cluster.spec.TopoServerSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads one {@code MultigresCluster}, field by field; fields it does not know are others'. */
final class ClusterSpecReader {
  static final String GROUP = "multigres.com";
  static final String VERSION = "v1alpha1";
  static final String KIND = "MultigresCluster";

  private ClusterSpecReader() {}

  static ClusterSpec read(Field resource) {
    Field metadata = resource.get("metadata");
    String name = metadata.get("name").as(ClusterSpec::checkName);
    Field inNamespace = metadata.get("namespace");
    String namespace =
        inNamespace.isPresent() ? inNamespace.as(ClusterSpec::checkNamespace) : "default";
    Field spec = resource.get("spec");
    TopoServerSpec globalTopo = TopoServerReader.global(spec.get("globalTopoServer"));
    List<CellSpec> cells = cells(spec.get("cells"));
    DatabaseDefaults defaults = defaults(spec);
    List<DatabaseSpec> databases = DatabaseReader.databases(spec.get("databases"), defaults);
    boolean pruning = spec.get("topologyPruning").get("enabled").flag(true);
    String superuser = spec.get("postgresSuperuser").optionalString().orElse("postgres");
    return spec.check(
        () ->
            new ClusterSpec(
                namespace, name, globalTopo, cells, databases, defaults, pruning, superuser));
  }

  private static DatabaseDefaults defaults(Field spec) {
    Field policy = spec.get("durabilityPolicy");
    return new DatabaseDefaults(
        policy.isPresent()
            ? policy.as(DatabaseSpec::checkPolicy)
            : DatabaseDefaults.STANDARD.durabilityPolicy(),
        BackupReader.read(spec.get("backup")).orElse(DatabaseDefaults.STANDARD.backup()));
  }

  private static List<CellSpec> cells(Field field) {
    if (field.items().isEmpty()) {
      throw field.problem("is missing; a cluster has at least one cell");
    }
    List<CellSpec> cells = new ArrayList<>();
    for (Field item : distinct(field, "cell")) {
      String name = item.get("name").as(CellSpec::checkName);
      String zone = item.get("zoneId").optionalString().orElse("");
      String region = item.get("region").optionalString().orElse("");
      TopoServerSpec local = TopoServerReader.local(item.get("spec").get("localTopoServer"));
      cells.add(item.check(() -> new CellSpec(name, zone, region, local)));
    }
    return cells;
  }

  /** The entries of a list in which a name stands once; the second of its kind is refused. */
  static List<Field> distinct(Field list, String what) {
    Set<String> names = new HashSet<>();
    List<Field> items = list.items();
    for (Field item : items) {
      Field name = item.get("name");
      if (!names.add(name.string())) {
        throw name.problem("there are two " + what + "s named " + name.string());
      }
    }
    return items;
  }
}

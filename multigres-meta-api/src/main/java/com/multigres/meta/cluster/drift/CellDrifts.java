package com.multigres.meta.cluster.drift;

import com.multigres.meta.cluster.drift.Drift.Canonical;
import com.multigres.meta.cluster.plan.Place;
import com.multigres.meta.cluster.spec.CellSpec;
import com.multigres.meta.cluster.spec.ClusterSpec;
import com.multigres.meta.model.component.Cell;
import java.util.List;

/** The resource's cluster and cells against those of the global topology. */
record CellDrifts(ClusterPicture picture, List<Drift> drifts) {
  private static final String LISTED = "listed";
  private static final String PLACEMENT =
      "which cells there are, the resource decides; the operator registers them";
  private static final String ADDRESS =
      "where a cell's topology server is, the global topology decides; the operator writes it";

  void find() {
    picture.manifest().ifPresent(this::find);
  }

  private void find(ClusterSpec spec) {
    String name = spec.namespace() + "/" + spec.name();
    picture
        .entry()
        .filter(entry -> !entry.qualifiedName().equals(name))
        .ifPresent(
            entry ->
                add(
                    "cluster",
                    name,
                    entry.qualifiedName(),
                    Canonical.KUBERNETES,
                    "the cluster's name comes from the resource"));
    for (CellSpec cell : spec.cells()) {
      Cell record = picture.cells().get(cell.name());
      if (record == null) {
        add("cell " + cell.name(), LISTED, Drift.ABSENT, Canonical.KUBERNETES, PLACEMENT);
      } else {
        compare(cell, record);
      }
    }
    for (String cell : picture.cells().keySet()) {
      if (spec.cells().stream().noneMatch(wanted -> wanted.name().equals(cell))) {
        add("cell " + cell, Drift.ABSENT, "registered", Canonical.KUBERNETES, PLACEMENT);
      }
    }
  }

  private void compare(CellSpec wanted, Cell record) {
    List<String> given = plain(wanted.localTopo().addresses());
    List<String> standing = plain(record.serverAddresses());
    boolean open = given.isEmpty() && wanted.localTopo().managed();
    if (!open && !given.equals(standing)) {
      add(
          "cell " + wanted.name() + " address",
          text(given),
          text(standing),
          Canonical.TOPOLOGY,
          ADDRESS);
    }
    String root = wanted.localTopo().rootPath();
    if (!root.isEmpty() && !trimmed(root).equals(trimmed(record.root()))) {
      add("cell " + wanted.name() + " root", root, record.root(), Canonical.TOPOLOGY, ADDRESS);
    }
  }

  /** The same server may be written with and without a scheme. */
  private static List<String> plain(List<String> addresses) {
    return addresses.stream()
        .map(address -> address.replaceFirst("^https?://", "").replaceFirst("/$", ""))
        .sorted()
        .toList();
  }

  private static String trimmed(String root) {
    return root.replaceFirst("^/", "").replaceFirst("/$", "");
  }

  private static String text(List<String> addresses) {
    return addresses.isEmpty() ? "the global servers" : String.join(",", addresses);
  }

  private void add(
      String what, String inResource, String inTopology, Canonical canonical, String rule) {
    drifts.add(
        new Drift(what, Place.KUBERNETES, inResource, Place.TOPOLOGY, inTopology, canonical, rule));
  }
}

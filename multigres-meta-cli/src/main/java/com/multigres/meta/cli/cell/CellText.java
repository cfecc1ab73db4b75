package com.multigres.meta.cli.cell;

import com.multigres.meta.cluster.spec.TopoServerSpec;
import java.util.List;

/** Checks what the user says of a cell. */
final class CellText {
  private CellText() {}

  static List<String> addresses(List<String> given) {
    return given.stream().map(TopoServerSpec::checkAddress).toList();
  }

  static String root(String given) {
    return TopoServerSpec.checkRoot(given);
  }
}

package com.multigres.meta.k8s;

import com.multigres.meta.cluster.spec.TopoServerSpec;
import java.util.List;

/** Reads where a topology server is: the operator's own etcd, an external server, or a template. */
final class TopoServerReader {
  private static final String ETCD = "etcd";
  private static final String EXTERNAL = "external";

  private TopoServerReader() {}

  /** The global server. Where nothing else is said, the operator runs it. */
  static TopoServerSpec global(Field field) {
    if (field.get(EXTERNAL).isPresent()) {
      return external(field);
    }
    return managed(field.get(ETCD));
  }

  /** A cell's own server. Where nothing is said, the cell shares the global one. */
  static TopoServerSpec local(Field field) {
    if (field.get(EXTERNAL).isPresent()) {
      return external(field);
    }
    return field.get(ETCD).isPresent() ? managed(field.get(ETCD)) : TopoServerSpec.UNSPECIFIED;
  }

  private static TopoServerSpec external(Field field) {
    if (field.get(ETCD).isPresent()) {
      throw field.problem("has both etcd and external; a topology server is one of them");
    }
    Field external = field.get(EXTERNAL);
    List<Field> endpoints = external.get("endpoints").items();
    if (endpoints.isEmpty()) {
      throw external.get("endpoints").problem("is missing; an external server has an address");
    }
    List<String> addresses =
        endpoints.stream().map(item -> item.as(TopoServerSpec::checkAddress)).toList();
    String implementation = external.get("implementation").optionalString().orElse(ETCD);
    String root = rootPath(external);
    return external.check(() -> new TopoServerSpec(addresses, root, implementation, false));
  }

  private static TopoServerSpec managed(Field etcd) {
    return new TopoServerSpec(List.of(), rootPath(etcd), ETCD, true);
  }

  private static String rootPath(Field server) {
    Field root = server.get("rootPath");
    return root.isPresent() ? root.as(TopoServerSpec::checkRoot) : "";
  }
}

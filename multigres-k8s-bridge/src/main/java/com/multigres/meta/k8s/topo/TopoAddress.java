package com.multigres.meta.k8s.topo;

import com.multigres.meta.k8s.server.ApiAddress;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.util.Set;

/**
 * What the address and the options of a store say.
 *
 * @param common what every address of this module says
 * @param root the store's root
 * @param observes whether the store looks after sessions that nobody renews
 */
record TopoAddress(ApiAddress common, TopoPath root, boolean observes) {

  static TopoAddress of(StoreUri uri, StoreOptions options) {
    try {
      ApiAddress common = ApiAddress.of(uri, options, "k8s://NAMESPACE/ROOT", Set.of("observe"));
      boolean observes =
          common.options().text("observe").isEmpty() || common.options().flag("observe");
      return new TopoAddress(common, TopoPath.parse(uri.path()), observes);
    } catch (IllegalArgumentException senseless) {
      throw TopoException.badInput(String.valueOf(senseless.getMessage()));
    }
  }

  /** The address for messages, without a secret. */
  String where() {
    return "k8s://" + common.namespace() + (root.isRoot() ? "/" : "/" + root);
  }
}

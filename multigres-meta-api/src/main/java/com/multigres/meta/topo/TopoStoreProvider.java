package com.multigres.meta.topo;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import java.util.List;
import java.util.Set;

/**
 * A backend, found through {@link java.util.ServiceLoader}. Implementations have a public
 * constructor without arguments and are thread-safe.
 */
public interface TopoStoreProvider {

  /**
   * The schemes of the addresses that this backend opens.
   *
   * @return schemes in lower case
   */
  Set<String> schemes();

  /**
   * Opens a store (rule T29).
   *
   * @param uri where it is; its scheme is one of {@link #schemes()}
   * @param options how to reach it; they win over the address
   * @return an open store
   * @throws TopoException {@code BAD_INPUT} for an address or option that makes no sense, {@code
   *     UNAVAILABLE} or {@code TIMEOUT} with the address when nothing answers, {@code
   *     ACCESS_DENIED} for wrong credentials
   */
  TopoStore open(StoreUri uri, StoreOptions options);

  /**
   * The root that an address names.
   *
   * @param uri an address of this backend
   * @return the root; where the root stands in the path, its names
   * @throws TopoException {@code BAD_INPUT} when what stands there is no path
   */
  default TopoPath root(StoreUri uri) {
    return TopoPath.parse(uri.path());
  }

  /**
   * The address of another topology that is reached in the same way: a cell's, as seen from the
   * global one. Scheme, credentials and options stay.
   *
   * @param uri an address of this backend
   * @param servers the other topology's servers; none: the same
   * @param root the other topology's root
   * @return the address
   */
  default StoreUri elsewhere(StoreUri uri, List<HostPort> servers, TopoPath root) {
    StoreUri there = servers.isEmpty() ? uri : uri.withAddresses(servers);
    return there.withPath(root.isRoot() ? "/" : "/" + root);
  }
}

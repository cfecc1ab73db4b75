package com.multigres.meta.cluster.spec;

import com.multigres.meta.cluster.ClusterException;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.util.List;

/**
 * Where a topology server is.
 *
 * @param addresses its servers, as {@code host:port} or URLs; empty when they are somebody else's
 *     to know: the global topology's servers for a cell, the operator's Service otherwise
 * @param rootPath the root of the topology on it, starting with {@code /}; empty for the layout's
 * @param implementation which kind of server it is, {@code etcd} unless given
 * @param managed whether the operator runs the server, and so fills in its addresses
 */
public record TopoServerSpec(
    List<String> addresses, String rootPath, String implementation, boolean managed) {

  /** A server that is not described: the global one for a cell, the operator's for a cluster. */
  public static final TopoServerSpec UNSPECIFIED = new TopoServerSpec(List.of(), "", "etcd", false);

  /**
   * Checks the addresses and the path.
   *
   * @throws ClusterException {@code BAD_SPEC} for an empty or blank address or a relative path
   */
  public TopoServerSpec {
    addresses = List.copyOf(addresses);
    addresses.forEach(ServerAddress::check);
    checkRoot(rootPath);
    if (implementation.isBlank()) {
      throw BadSpec.because("a topology server's implementation must not be empty");
    }
  }

  /**
   * Checks one address.
   *
   * @param address {@code host:port}, or a URL
   * @return the address
   * @throws ClusterException {@code BAD_SPEC} when it is neither, or holds credentials
   */
  public static String checkAddress(String address) {
    return ServerAddress.check(address);
  }

  /**
   * Checks a root path.
   *
   * @param rootPath empty, or a path that starts with {@code /}
   * @return the path
   * @throws ClusterException {@code BAD_SPEC} for a relative path, and for one that is no {@link
   *     TopoPath#parse path of a topology}
   */
  public static String checkRoot(String rootPath) {
    if (!rootPath.isEmpty() && !rootPath.startsWith("/")) {
      throw BadSpec.because("a root path starts with /, not \"" + SpecNames.shown(rootPath) + "\"");
    }
    try {
      TopoPath.parse(rootPath);
    } catch (TopoException e) {
      throw BadSpec.because(String.valueOf(e.getMessage()), e);
    }
    return rootPath;
  }
}

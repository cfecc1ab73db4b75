package com.multigres.meta.topology.internal;

import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.TopoException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Server addresses of cells: {@code host:port} from one writer, URLs from another. */
public final class CellAddresses {
  private static final List<String> SCHEMES = List.of("http://", "https://");

  private CellAddresses() {}

  /**
   * The servers, however their addresses are written.
   *
   * @param addresses {@code host:port} or URLs
   * @return the servers, in the same order
   * @throws TopoException {@code BAD_INPUT} for an address that is neither
   */
  public static List<HostPort> parse(List<String> addresses) {
    return addresses.stream().map(CellAddresses::parse).toList();
  }

  /**
   * The addresses as {@code host:port}, unless those before were URLs: then as such.
   *
   * @param wanted the servers to write, in either form
   * @param previous what stands there now
   * @return the texts to write
   * @throws TopoException {@code BAD_INPUT} for a wanted address that is neither
   */
  public static List<String> spell(List<String> wanted, List<String> previous) {
    Optional<String> scheme = previous.stream().flatMap(old -> scheme(old).stream()).findFirst();
    return wanted.stream().map(address -> spell(address, scheme.orElse(""), previous)).toList();
  }

  /**
   * Whether two lists name the same servers.
   *
   * @param some addresses in either form
   * @param others addresses in either form
   * @return false also when an address that differs is neither
   */
  public static boolean same(List<String> some, List<String> others) {
    try {
      return some.equals(others) || Set.copyOf(parse(some)).equals(Set.copyOf(parse(others)));
    } catch (TopoException unreadable) {
      return false;
    }
  }

  private static String spell(String address, String scheme, List<String> previous) {
    HostPort server = parse(address);
    return previous.stream().filter(old -> names(old, server)).findFirst().orElse(scheme + server);
  }

  /** Whether an address that somebody wrote before names a server. */
  private static boolean names(String address, HostPort server) {
    try {
      return parse(address).equals(server);
    } catch (TopoException unreadable) {
      return false;
    }
  }

  private static HostPort parse(String address) {
    String rest = address.substring(scheme(address).map(String::length).orElse(0));
    String server = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    try {
      if (server.matches(".*[/?#@\\s].*")) {
        throw new IllegalArgumentException("more than a server");
      }
      return HostPort.parse(server);
    } catch (IllegalArgumentException e) {
      String text =
          "cell server address '"
              + address.replaceAll("^.*@", "***@")
              + "' is not host:port, http://host:port or https://host:port";
      throw new TopoException(TopoException.Code.BAD_INPUT, null, Outcome.NOT_APPLIED, text, e);
    }
  }

  private static Optional<String> scheme(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    return SCHEMES.stream().filter(lower::startsWith).findFirst();
  }
}

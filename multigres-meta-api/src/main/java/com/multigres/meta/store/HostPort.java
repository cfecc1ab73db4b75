package com.multigres.meta.store;

import com.google.common.primitives.Ints;
import java.util.OptionalInt;

/**
 * One server's address.
 *
 * @param host a host name or IP address; an IPv6 address without its brackets
 * @param port the port, empty for the backend's default
 */
public record HostPort(String host, OptionalInt port) {

  // Refuses an empty host and a port outside 1–65535.
  public HostPort {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("an address without a host");
    }
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
      throw new IllegalArgumentException(
          "port " + port.getAsInt() + " of host " + host + " is not in 1..65535");
    }
  }

  /**
   * Reads {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port}.
   *
   * @param text the address
   * @return the address
   * @throws IllegalArgumentException when it is none; the message names the text
   */
  public static HostPort parse(String text) {
    boolean bracketed = text.startsWith("[");
    int end = bracketed ? text.indexOf(']') : text.indexOf(':');
    if (bracketed ? end < 0 : end != text.lastIndexOf(':')) {
      throw new IllegalArgumentException("'" + text + "' is not host, host:port or [ipv6]:port");
    }
    String host = bracketed ? text.substring(1, end) : end < 0 ? text : text.substring(0, end);
    String rest = bracketed ? text.substring(end + 1) : end < 0 ? "" : text.substring(end);
    return new HostPort(host, rest.isEmpty() ? OptionalInt.empty() : parsePort(text, rest));
  }

  private static OptionalInt parsePort(String text, String rest) {
    if (!rest.startsWith(":")) {
      throw new IllegalArgumentException("'" + text + "' is not host, host:port or [ipv6]:port");
    }
    Integer port = Ints.tryParse(rest.substring(1));
    if (port == null) {
      // What stands there is not shown: a password with a '/' in it would end up here.
      throw new IllegalArgumentException(
          "'" + text.substring(0, text.lastIndexOf(':')) + "' has a port that is not a number");
    }
    return OptionalInt.of(port);
  }

  /**
   * The port, or the backend's usual one.
   *
   * @param usual the port where none was given
   * @return the port to connect to
   */
  public int portOr(int usual) {
    return port.orElse(usual);
  }

  @Override
  public String toString() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port.isPresent() ? shown + ":" + port.getAsInt() : shown;
  }
}

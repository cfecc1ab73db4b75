package com.multigres.meta.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a store is: {@code
 * scheme://[user[:password]@]host[:port],host[:port]…/path[?option=value&…][#fragment]}. Every part
 * is percent-decoded. The text form masks what is secret, so that it may be logged. Immutable.
 */
public final class StoreUri {
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final String USER_INFO = "user info";

  private final String scheme;
  private final Optional<String> user;
  private final Optional<String> password;
  private final List<HostPort> addresses;
  private final String path;
  private final Map<String, String> parameters;
  private final Optional<String> fragment;

  private StoreUri(
      String scheme,
      Optional<String> user,
      Optional<String> password,
      List<HostPort> addresses,
      String path,
      Map<String, String> parameters,
      Optional<String> fragment) {
    this.scheme = scheme;
    this.user = user;
    this.password = password;
    this.addresses = addresses;
    this.path = path;
    this.parameters = parameters;
    this.fragment = fragment;
  }

  /**
   * Reads a connection string.
   *
   * @param text the connection string
   * @return its parts
   * @throws IllegalArgumentException when it is not one; the message says what is wrong and holds
   *     no password
   */
  public static StoreUri parse(String text) {
    int colon = text.indexOf("://");
    if (colon < 1 || !text.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")) {
      throw new IllegalArgumentException(
          "a store's address reads scheme://host/…, and this one has no scheme");
    }
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 3);
    int hash = rest.indexOf('#');
    Optional<String> fragment =
        hash < 0 ? Optional.empty() : Optional.of(decode("fragment", rest.substring(hash + 1)));
    rest = hash < 0 ? rest : rest.substring(0, hash);
    int question = rest.indexOf('?');
    Map<String, String> parameters =
        question < 0 ? Map.of() : parameters(rest.substring(question + 1));
    rest = question < 0 ? rest : rest.substring(0, question);
    int slash = rest.indexOf('/');
    String path = slash < 0 ? "" : rest.substring(slash);
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    int at = authority.lastIndexOf('@');
    String userInfo = at < 0 ? "" : authority.substring(0, at);
    int userEnd = userInfo.indexOf(':');
    return new StoreUri(
        scheme,
        at < 0
            ? Optional.empty()
            : Optional.of(
                decode(USER_INFO, userEnd < 0 ? userInfo : userInfo.substring(0, userEnd))),
        userEnd < 0
            ? Optional.empty()
            : Optional.of(decode(USER_INFO, userInfo.substring(userEnd + 1))),
        addresses(authority.substring(at + 1)),
        path,
        parameters,
        fragment);
  }

  private static List<HostPort> addresses(String hosts) {
    List<HostPort> found = new ArrayList<>();
    if (!hosts.isEmpty()) {
      for (String host : hosts.split(",", -1)) {
        found.add(HostPort.parse(decode("host", host)));
      }
    }
    return List.copyOf(found);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "option number " + (found.size() + 1) + " of the address is not name=value");
      }
      String place = "option number " + (found.size() + 1);
      String name = decode(place, pair.substring(0, equals));
      if (found.put(name, decode(place, pair.substring(equals + 1))) != null) {
        throw new IllegalArgumentException("option '" + name + "' stands twice in the address");
      }
    }
    return Collections.unmodifiableMap(found);
  }

  /** The text may be secret, and so the error names its place only. */
  private static String decode(String place, String text) {
    if (BAD_ESCAPE.matcher(text).find()) {
      throw new IllegalArgumentException(
          "the "
              + place
              + " of the address holds a % that two hexadecimal digits do not follow;"
              + " a % itself is written as %25");
    }
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * The same address on other servers.
   *
   * @param servers the servers instead
   * @return the changed address
   */
  public StoreUri withAddresses(List<HostPort> servers) {
    return new StoreUri(scheme, user, password, List.copyOf(servers), path, parameters, fragment);
  }

  /**
   * The same address with another path.
   *
   * @param encoded the path with its leading slash, percent-encoded
   * @return the changed address
   */
  public StoreUri withPath(String encoded) {
    return new StoreUri(scheme, user, password, addresses, encoded, parameters, fragment);
  }

  /**
   * The same address with another fragment.
   *
   * @param text what {@link #fragment} shall return
   * @return the changed address
   */
  public StoreUri withFragment(String text) {
    return new StoreUri(scheme, user, password, addresses, path, parameters, Optional.of(text));
  }

  /**
   * The same with another value for an option.
   *
   * @param name the option
   * @param value its value, as it is meant
   * @return an address of the same kind
   */
  public StoreUri withParameter(String name, String value) {
    Map<String, String> others = new LinkedHashMap<>(parameters);
    others.put(name, value);
    return new StoreUri(
        scheme, user, password, addresses, path, Collections.unmodifiableMap(others), fragment);
  }

  /**
   * The backend's name.
   *
   * @return the scheme, in lower case
   */
  public String scheme() {
    return scheme;
  }

  /**
   * The user.
   *
   * @return the user, where the address names one
   */
  public Optional<String> user() {
    return user;
  }

  /**
   * The password. Prefer {@link StoreOptions#password()}: an address is easily logged by others.
   *
   * @return the password, where the address holds one
   */
  public Optional<String> password() {
    return password;
  }

  /**
   * The servers.
   *
   * @return the addresses in the given order, empty where the address names no host
   */
  public List<HostPort> addresses() {
    return addresses;
  }

  /**
   * The path, still percent-encoded, because only the backend knows what its names may hold.
   *
   * @return the path with its leading slash, or an empty text
   */
  public String path() {
    return path;
  }

  /**
   * The options.
   *
   * @return names and values in the given order
   */
  public Map<String, String> parameters() {
    return parameters;
  }

  /**
   * What stands behind {@code #}.
   *
   * @return the fragment
   */
  public Optional<String> fragment() {
    return fragment;
  }

  /**
   * The address as one may log it: the password, and the value of every option whose name speaks of
   * a password, a secret, a token or a key, are shown as {@code ***}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scheme).append("://");
    user.ifPresent(name -> text.append(name).append(password.isPresent() ? ":***@" : "@"));
    text.append(String.join(",", addresses.stream().map(HostPort::toString).toList())).append(path);
    char separator = '?';
    for (Map.Entry<String, String> option : parameters.entrySet()) {
      text.append(separator).append(option.getKey()).append('=');
      text.append(secret(option.getKey()) ? "***" : option.getValue());
      separator = '&';
    }
    fragment.ifPresent(part -> text.append('#').append(part));
    return text.toString();
  }

  private static boolean secret(String option) {
    return option.toLowerCase(Locale.ROOT).matches(".*(password|secret|token|key).*");
  }
}

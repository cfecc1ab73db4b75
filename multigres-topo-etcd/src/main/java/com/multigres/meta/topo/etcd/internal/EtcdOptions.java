package com.multigres.meta.topo.etcd.internal;

import com.multigres.meta.store.AddressOptions;
import com.multigres.meta.store.HostPort;
import com.multigres.meta.store.StoreOptions;
import com.multigres.meta.store.StoreUri;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * How to reach a cluster: what an address and the options that travel beside it say together.
 *
 * @param members the addresses of the cluster's members
 * @param root the store's root
 * @param namespace what every key begins with, before the root
 * @param tls whether to encrypt
 * @param trusted the certificates that may sign a member's, PEM; the system's where empty
 * @param clientCertificate the client's certificate chain, PEM
 * @param clientKey the client's key, PEM
 * @param authority the name that members' certificates shall bear, instead of their addresses
 * @param user who to log in as
 * @param password asked for at each login
 * @param connectTimeout how long opening may take
 * @param timeout how long a call may take that names no time of its own
 * @param lazy whether to open without a connection
 * @param maxValueBytes the largest value; the servers' {@code max-request-bytes} leaves room for it
 * @param maxTxnOps the servers' {@code max-txn-ops}
 */
public record EtcdOptions(
    List<HostPort> members,
    TopoPath root,
    String namespace,
    boolean tls,
    Optional<String> trusted,
    Optional<String> clientCertificate,
    Optional<String> clientKey,
    Optional<String> authority,
    Optional<String> user,
    Optional<Supplier<String>> password,
    Duration connectTimeout,
    Duration timeout,
    boolean lazy,
    int maxValueBytes,
    int maxTxnOps) {
  public static final int PORT = 2379;

  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              "connectTimeout",
              "timeout",
              "lazy",
              "authority",
              "namespace",
              "maxValueBytes",
              "maxTxnOps"));
  private static final int LEAST_VALUE = 512 << 10;
  private static final int USUAL_VALUE = 1 << 20;
  private static final int LARGEST_VALUE = 64 << 20;

  public static EtcdOptions of(StoreUri uri, StoreOptions options) {
    try {
      return read(uri, options);
    } catch (IllegalArgumentException senseless) {
      throw TopoException.badInput(String.valueOf(senseless.getMessage()));
    }
  }

  private static EtcdOptions read(StoreUri uri, StoreOptions options) {
    AddressOptions given = AddressOptions.of(uri, KNOWN);
    if (uri.addresses().isEmpty()) {
      throw new IllegalArgumentException("the address names no host: " + uri);
    }
    boolean tls = uri.scheme().equals("etcds");
    refuseUselessCertificates(tls, uri, options);
    Optional<Supplier<String>> inAddress = uri.password().map(secret -> () -> secret);
    return new EtcdOptions(
        withPorts(uri.addresses()),
        TopoPath.parse(uri.path()),
        namespace(given.text("namespace").orElse("")),
        tls,
        options.trustedCertificates(),
        options.clientCertificate(),
        options.clientKey(),
        given.text("authority"),
        options.user().or(uri::user),
        options.password().or(() -> inAddress),
        options
            .connectTimeout()
            .orElseGet(() -> given.duration("connectTimeout", Duration.ofSeconds(5))),
        options.timeout().orElseGet(() -> given.duration("timeout", Duration.ofSeconds(10))),
        options.lazy().orElseGet(() -> given.flag("lazy")),
        given.number("maxValueBytes", USUAL_VALUE, LEAST_VALUE, LARGEST_VALUE),
        given.number("maxTxnOps", 128, 64, 100_000));
  }

  private static void refuseUselessCertificates(boolean tls, StoreUri uri, StoreOptions options) {
    boolean given =
        options.trustedCertificates().isPresent() || options.clientCertificate().isPresent();
    if (given && !tls) {
      throw new IllegalArgumentException(
          "certificates were given, but " + uri + " is not encrypted; use etcds://");
    }
  }

  private static List<HostPort> withPorts(List<HostPort> members) {
    return members.stream()
        .map(member -> new HostPort(member.host(), OptionalInt.of(member.portOr(PORT))))
        .toList();
  }

  private static String namespace(String text) {
    if (text.indexOf('\0') >= 0 || text.endsWith("/")) {
      throw new IllegalArgumentException(
          "option 'namespace' has neither NUL nor a slash at its end; the root follows with one");
    }
    return text;
  }

  /** The store's address, for messages: without a secret. */
  public String where() {
    return (tls ? "etcds://" : "etcd://")
        + String.join(",", members.stream().map(HostPort::toString).toList())
        + (root.isRoot() ? "/" : "/" + root);
  }

  @Override
  public String toString() {
    return "EtcdOptions[" + where() + ", user=" + user.orElse("-") + "]";
  }
}

package com.multigres.meta.topo.zookeeper.internal;

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
import java.util.stream.Collectors;
import org.apache.jute.BinaryInputArchive;

/**
 * How to reach an ensemble: what an address and the options that travel beside it say together.
 *
 * @param members the addresses of the ensemble's members
 * @param root the store's root
 * @param reads what reads wait for
 * @param user who to log in as
 * @param password asked for at each login
 * @param connectTimeout how long opening may take
 * @param timeout how long a call may take that names no time of its own
 * @param lazy whether to open without a connection
 * @param sessionTimeout of the connection that carries what is bound to no session, and the time to
 *     live of a lock that names none
 * @param tick the servers' {@code tickTime}
 * @param minTtl the shortest time to live that the servers grant
 * @param maxTtl the longest
 * @param maxRequestBytes the servers' {@code jute.maxbuffer}
 * @param chroot the znode below which everything lies
 * @param tls how to speak where connections are encrypted
 * @param sasl the section of the process's JAAS configuration by which to log in
 * @param creatorOnly whether what is created belongs to whoever has logged in
 */
public record ZooKeeperOptions(
    List<HostPort> members,
    TopoPath root,
    ReadMode reads,
    Optional<String> user,
    Optional<Supplier<String>> password,
    Duration connectTimeout,
    Duration timeout,
    boolean lazy,
    Duration sessionTimeout,
    Duration tick,
    Duration minTtl,
    Duration maxTtl,
    int maxRequestBytes,
    TopoPath chroot,
    Optional<TlsMaterial> tls,
    Optional<String> sasl,
    boolean creatorOnly) {
  private static final int PORT = 2181;
  private static final int USUAL_REQUEST = 0xfffff;
  private static final int LARGEST_REQUEST = 64 << 20;
  private static final Duration USUAL_SESSION = Duration.ofSeconds(10);
  private static final Duration LINK = Duration.ofSeconds(4);
  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              "connectTimeout",
              "timeout",
              "lazy",
              "reads",
              "sessionTimeout",
              "tickTime",
              "minTtl",
              "maxTtl",
              "maxRequestBytes",
              "chroot",
              "sasl",
              "acl"));

  public static ZooKeeperOptions of(StoreUri uri, StoreOptions options) {
    try {
      return read(uri, options);
    } catch (IllegalArgumentException senseless) {
      throw TopoException.badInput(String.valueOf(senseless.getMessage()));
    }
  }

  private static ZooKeeperOptions read(StoreUri uri, StoreOptions options) {
    AddressOptions given = AddressOptions.of(uri, KNOWN);
    refuse(uri, options);
    Optional<Supplier<String>> inAddress = uri.password().map(secret -> () -> secret);
    Duration tick = given.duration("tickTime", Duration.ofSeconds(2));
    // What a server grants that was not told otherwise.
    Duration minTtl = given.duration("minTtl", tick.multipliedBy(2));
    Duration maxTtl = given.duration("maxTtl", tick.multipliedBy(20));
    Duration session = given.duration("sessionTimeout", within(USUAL_SESSION, minTtl, maxTtl));
    if (minTtl.compareTo(maxTtl) > 0 || !session.equals(within(session, minTtl, maxTtl))) {
      throw new IllegalArgumentException(
          "minTtl, sessionTimeout and maxTtl are %s, %s and %s, which do not follow one another"
              .formatted(minTtl, session, maxTtl));
    }
    return new ZooKeeperOptions(
        withPorts(uri.addresses()),
        TopoPath.parse(uri.path()),
        reads(given.text("reads").orElse("strict")),
        options.user().or(uri::user),
        options.password().or(() -> inAddress),
        options
            .connectTimeout()
            .orElseGet(() -> given.duration("connectTimeout", Duration.ofSeconds(5))),
        options.timeout().orElseGet(() -> given.duration("timeout", Duration.ofSeconds(10))),
        options.lazy().orElseGet(() -> given.flag("lazy")),
        session,
        tick,
        minTtl,
        maxTtl,
        bytes(given.number("maxRequestBytes", USUAL_REQUEST, USUAL_REQUEST, LARGEST_REQUEST)),
        TopoPath.parse(given.text("chroot").orElse("")),
        tls(uri, options),
        given.text("sasl"),
        isCreatorOnly(given, options.user().or(uri::user).isPresent()));
  }

  private static void refuse(StoreUri uri, StoreOptions options) {
    if (uri.addresses().isEmpty()) {
      throw new IllegalArgumentException("the address names no host: " + uri);
    }
    boolean certificates =
        options.trustedCertificates().isPresent() || options.clientCertificate().isPresent();
    if (certificates && !isEncrypted(uri)) {
      throw new IllegalArgumentException(
          "certificates were given, and a zk:// address is not encrypted; zks:// is: " + uri);
    }
  }

  private static boolean isEncrypted(StoreUri uri) {
    return uri.scheme().equals("zks");
  }

  private static Optional<TlsMaterial> tls(StoreUri uri, StoreOptions options) {
    return isEncrypted(uri)
        ? Optional.of(
            new TlsMaterial(
                options.trustedCertificates(), options.clientCertificate(), options.clientKey()))
        : Optional.empty();
  }

  private static boolean isCreatorOnly(AddressOptions given, boolean hasUser) {
    boolean known = hasUser || given.text("sasl").isPresent();
    return switch (given.text("acl").orElse(known ? "creator" : "open")) {
      case "creator" -> true;
      case "open" -> false;
      default ->
          throw new IllegalArgumentException(
              "option 'acl' is creator or open, not '" + given.text("acl").orElse("") + "'");
    };
  }

  private static Duration within(Duration time, Duration least, Duration most) {
    Duration atLeast = time.compareTo(least) < 0 ? least : time;
    return atLeast.compareTo(most) > 0 ? most : atLeast;
  }

  private static List<HostPort> withPorts(List<HostPort> members) {
    return members.stream()
        .map(member -> new HostPort(member.host(), OptionalInt.of(member.portOr(PORT))))
        .toList();
  }

  private static ReadMode reads(String text) {
    return switch (text) {
      case "strict" -> ReadMode.STRICT;
      case "sync" -> ReadMode.SYNC;
      case "local" -> ReadMode.LOCAL;
      default ->
          throw new IllegalArgumentException(
              "option 'reads' is strict, sync or local, not '" + text + "'");
    };
  }

  private static int bytes(int bytes) {
    if (bytes > BinaryInputArchive.maxBuffer) {
      throw new IllegalArgumentException(
          "option 'maxRequestBytes' is %d, but this process reads %d at most (its property"
                  .formatted(bytes, BinaryInputArchive.maxBuffer)
              + " jute.maxbuffer)");
    }
    return bytes;
  }

  /**
   * The time to live of the session that nothing hangs on: a member that hangs is left after two
   * thirds of it.
   */
  Duration linkTimeout() {
    return within(LINK, minTtl, sessionTimeout);
  }

  /** The members as the client library reads them. */
  public String servers() {
    return members.stream().map(HostPort::toString).collect(Collectors.joining(","));
  }

  /** The store's address, for messages: without a secret. */
  public String where() {
    return (tls.isPresent() ? "zks://" : "zk://") + servers() + (root.isRoot() ? "/" : "/" + root);
  }

  @Override
  public String toString() {
    return "ZooKeeperOptions[" + where() + ", user=" + user.orElse("-") + "]";
  }
}

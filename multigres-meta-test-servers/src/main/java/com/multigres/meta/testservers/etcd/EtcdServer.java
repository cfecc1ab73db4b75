package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.ServerUnavailableException;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.util.Optional;

/**
 * A real etcd that takes requests. Safe for use by several threads.
 *
 * <p>Where it comes from is the finder's business: somebody's own server that the variable {@code
 * MULTIGRES_TEST_ETCD} names, a program of this machine, one that is built for the purpose, or a
 * container. Whoever needs to restart, kill or pause it asks {@link EtcdSetup} for an {@link
 * EtcdProcess}, or for an {@link EtcdCluster} of three.
 */
public sealed interface EtcdServer extends AutoCloseable
    permits GivenEtcd, ContainerEtcd, EtcdProcess {

  /**
   * Finds or starts a server.
   *
   * @throws ServerUnavailableException where no way works
   */
  static EtcdServer find() {
    return EtcdFinder.find();
  }

  /** The address to connect to. */
  String host();

  /** The port to connect to. */
  int port();

  /** The address as etcd's clients write it, such as {@code http://127.0.0.1:2379}. */
  default String endpoint() {
    return (tls().isPresent() ? "https://" : "http://") + host() + ":" + port();
  }

  /** Who may do everything, where the server asks for a user. */
  Optional<EtcdLogin> login();

  /** What a client needs, where the server speaks TLS. */
  Optional<TlsIdentity> tls();

  /** The address of a topology store with a root, without credentials. */
  default String uri(String root) {
    return (tls().isPresent() ? "etcds://" : "etcd://") + host() + ":" + port() + root;
  }

  /** A prefix that nobody else has; closing it deletes its keys. */
  default EtcdRoot freshRoot() {
    return EtcdRoot.on(this);
  }

  /** Ends a server that was started for us; leaves somebody's own alone. Idempotent. */
  @Override
  void close();
}

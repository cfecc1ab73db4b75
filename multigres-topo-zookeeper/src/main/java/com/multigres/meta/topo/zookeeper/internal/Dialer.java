package com.multigres.meta.topo.zookeeper.internal;

import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.ACL;

/** How connections are made: to whom, encrypted or not, and as whom. Thread-safe. */
public final class Dialer implements AutoCloseable {
  // Of a reply: what many reads together may bring. Requests are bounded by what a server takes.
  static final int LARGEST_REPLY = 256 << 20;

  private final ZooKeeperOptions options;
  private final Optional<TlsFiles> tls;

  /**
   * Nothing is connected yet.
   *
   * @throws com.multigres.meta.topo.TopoException when the certificates cannot be read
   */
  public Dialer(ZooKeeperOptions options) {
    this.options = options;
    this.tls = options.tls().map(material -> TlsFiles.of(material, options.where()));
  }

  ZooKeeperOptions options() {
    return options;
  }

  /** Who may do what with that which is created. */
  List<ACL> acl() {
    return options.creatorOnly() ? ZooDefs.Ids.CREATOR_ALL_ACL : ZooDefs.Ids.OPEN_ACL_UNSAFE;
  }

  ZKClientConfig config() {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.JUTE_MAXBUFFER, String.valueOf(LARGEST_REPLY));
    config.setProperty(
        ZKClientConfig.ENABLE_CLIENT_SASL_KEY, String.valueOf(options.sasl().isPresent()));
    options
        .sasl()
        .ifPresent(section -> config.setProperty(ZKClientConfig.LOGIN_CONTEXT_NAME_KEY, section));
    tls.ifPresent(files -> files.configure(config));
    return config;
  }

  Presence presence() {
    return Presence.of(options.members(), tls.map(TlsFiles::context));
  }

  /** No connection can be made any more. */
  @Override
  public void close() {
    tls.ifPresent(TlsFiles::close);
  }
}

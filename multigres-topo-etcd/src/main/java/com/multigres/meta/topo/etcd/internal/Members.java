package com.multigres.meta.topo.etcd.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.store.HostPort;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel to each member of the cluster, of which one is used until it fails. Answers come on the
 * network's own thread, of which there is one: whoever gets one there must not block. Thread-safe.
 */
public final class Members implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Members.class);
  private static final int LEAST_MESSAGE = 4 << 20;
  private static final int OVERHEAD = 1 << 20;
  private static final Duration PING = Duration.ofSeconds(10);
  private static final Duration PONG = Duration.ofSeconds(5);
  private static final Duration QUIET_END = Duration.ofSeconds(2);

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<HostPort> addresses;
  private final EventLoopGroup network;
  private final AtomicInteger current;

  public Members(EtcdOptions options) {
    this.addresses = options.members();
    this.current = new AtomicInteger(ThreadLocalRandom.current().nextInt(addresses.size()));
    ThreadFactory daemons = Members::networkThread;
    this.network = new MultiThreadIoEventLoopGroup(1, daemons, NioIoHandler.newFactory());
    try {
      for (HostPort member : addresses) {
        channels.add(channel(member, options));
      }
    } catch (SSLException | RuntimeException unusable) {
      close();
      throw new IllegalArgumentException(
          "the certificates or the key given for TLS cannot be read: " + unusable.getMessage(),
          unusable);
    }
  }

  private static Thread networkThread(Runnable work) {
    Thread thread = new Thread(work, "multigres-etcd-network");
    thread.setDaemon(true);
    return thread;
  }

  private ManagedChannel channel(HostPort member, EtcdOptions options) throws SSLException {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(member.host(), member.portOr(EtcdOptions.PORT))
            .eventLoopGroup(network)
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .disableRetry()
            .maxInboundMessageSize(Math.max(LEAST_MESSAGE, options.maxValueBytes() + OVERHEAD))
            .keepAliveTime(PING.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(PONG.toMillis(), TimeUnit.MILLISECONDS);
    options.authority().ifPresent(builder::overrideAuthority);
    if (options.tls()) {
      SslContextBuilder tls = GrpcSslContexts.forClient();
      options.trusted().ifPresent(pem -> tls.trustManager(stream(pem)));
      if (options.clientCertificate().isPresent() && options.clientKey().isPresent()) {
        tls.keyManager(
            stream(options.clientCertificate().get()), stream(options.clientKey().get()));
      }
      builder.negotiationType(NegotiationType.TLS).sslContext(tls.build());
    } else {
      builder.negotiationType(NegotiationType.PLAINTEXT);
    }
    return builder.build();
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
  }

  public int count() {
    return channels.size();
  }

  public ManagedChannel current() {
    return channels.get(current.get());
  }

  /** The address of the member in use. */
  public HostPort address() {
    return addresses.get(current.get());
  }

  /** Whether the member in use is connected, as far as can be told without asking it. */
  public boolean isConnected() {
    return current().getState(false) == ConnectivityState.READY;
  }

  /** Turns to the next member if that one is still in use, and connects without delay. */
  public void leave(ManagedChannel failed) {
    int used = current.get();
    if (channels.get(used) == failed
        && channels.size() > 1
        && current.compareAndSet(used, (used + 1) % channels.size())) {
      log.debug("turning from {} to {}", addresses.get(used), address());
    }
    current().resetConnectBackoff();
  }

  /** Ends all connections and the network's thread. */
  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    Deadline deadline = Deadline.after(QUIET_END);
    boolean interrupted = Thread.interrupted();
    try {
      for (ManagedChannel channel : channels) {
        channel.awaitTermination(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException again) {
      interrupted = true;
    }
    endNetwork(deadline);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void endNetwork(Deadline deadline) {
    boolean ended =
        network
            .shutdownGracefully(0, QUIET_END.toMillis(), TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(deadline.remaining().toMillis() + 1, TimeUnit.MILLISECONDS);
    if (!ended) {
      log.warn("the network's thread did not end in time");
    }
  }
}

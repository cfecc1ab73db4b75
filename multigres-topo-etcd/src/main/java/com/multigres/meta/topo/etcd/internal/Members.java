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
import io.netty.util.concurrent.FastThreadLocalThread;
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
  // What a member may send before it is told to go on: a whole page.
  private static final int WINDOW = 4 << 20;
  private static final Duration PING = Duration.ofSeconds(10);
  private static final Duration PONG = Duration.ofSeconds(5);
  private static final Duration QUIET_END = Duration.ofSeconds(2);

  private final List<Member> members = new ArrayList<>();
  private final EventLoopGroup network;
  private final AtomicInteger current;

  public Members(EtcdOptions options) {
    this.current = new AtomicInteger(ThreadLocalRandom.current().nextInt(options.members().size()));
    ThreadFactory daemons = Members::networkThread;
    this.network = new MultiThreadIoEventLoopGroup(1, daemons, NioIoHandler.newFactory());
    try {
      for (HostPort address : options.members()) {
        members.add(new Member(address, channel(address, options)));
      }
    } catch (SSLException | RuntimeException unusable) {
      close();
      throw new IllegalArgumentException(
          "the certificates or the key given for TLS cannot be read: " + unusable.getMessage(),
          unusable);
    }
  }

  /** Of the network library's own kind: what it keeps for each thread is found at once there. */
  private static Thread networkThread(Runnable work) {
    Thread thread = new FastThreadLocalThread(work, "multigres-etcd-network");
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
            .flowControlWindow(WINDOW)
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
    return members.size();
  }

  public Member current() {
    return members.get(current.get());
  }

  /** Whether the member in use is connected, as far as can be told without asking it. */
  public boolean isConnected() {
    return current().channel().getState(false) == ConnectivityState.READY;
  }

  /** Turns to the next member if that one is still in use, and connects without delay. */
  public void leave(Member failed) {
    int used = current.get();
    if (members.get(used) == failed
        && members.size() > 1
        && current.compareAndSet(used, (used + 1) % members.size())) {
      log.debug("turning from {} to {}", failed, current());
    }
    current().connectNow();
  }

  /**
   * A member answers, so that those which fell silent do hang: whatever they were asked ends, and
   * is asked of another one where that does no harm. Never blocks.
   */
  public void answered(Member alive) {
    alive.answered();
    members.forEach(Member::hangUpIfSilent);
  }

  /** Ends whatever was not answered in its time: asked for every now and then. Never blocks. */
  public void endOverdue() {
    members.forEach(Member::endOverdue);
  }

  /** Ends all connections and the network's thread. */
  @Override
  public void close() {
    members.forEach(member -> member.channel().shutdownNow());
    Deadline deadline = Deadline.after(QUIET_END);
    boolean interrupted = Thread.interrupted();
    try {
      for (Member member : members) {
        member.channel().awaitTermination(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
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

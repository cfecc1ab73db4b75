package com.multigres.meta.topo.etcd.internal;

import com.multigres.meta.store.HostPort;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One member of the cluster: the channel to it, and what is asked of it at the moment, so that
 * nobody waits for one that hangs without closing its connections. Thread-safe.
 */
public final class Member {
  private final HostPort address;
  private final ManagedChannel channel;
  private final Set<Open<?, ?>> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger hangUps = new AtomicInteger();
  private volatile boolean silent;

  Member(HostPort address, ManagedChannel channel) {
    this.address = address;
    this.channel = channel;
  }

  public HostPort address() {
    return address;
  }

  ManagedChannel channel() {
    return channel;
  }

  /** Connects without delay if it is not connected. */
  public void connectNow() {
    channel.resetConnectBackoff();
  }

  /** A call or a stream, which ends when it is hung up on the member. */
  <Q, A> ClientCall<Q, A> call(MethodDescriptor<Q, A> method, CallOptions options) {
    return new Open<>(channel.newCall(method, options));
  }

  /** It was asked whether it is there and did not answer. */
  public void fellSilent() {
    silent = true;
  }

  /** It answered. */
  public void answered() {
    silent = false;
  }

  /** Ends whatever it was asked and has not answered, if it fell silent. Never blocks. */
  void hangUpIfSilent() {
    if (silent) {
      silent = false;
      hangUps.incrementAndGet();
      open.forEach(Open::giveUp);
    }
  }

  private final class Open<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final int begun = hangUps.get();
    private volatile boolean over;
    private volatile boolean givenUp;

    Open(ClientCall<Q, A> call) {
      super(call);
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<A>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              over = true;
              open.remove(Open.this);
              super.onClose(givenUp && !status.isOk() ? unanswered() : status, trailers);
            }
          },
          headers);
      open.add(this);
      if (over) {
        // It ended before it was noted.
        open.remove(this);
      } else if (begun != hangUps.get()) {
        giveUp();
      }
    }

    void giveUp() {
      givenUp = true;
      cancel("the member does not answer", null);
    }
  }

  private Status unanswered() {
    return Status.UNAVAILABLE.withDescription("the member " + address + " does not answer");
  }

  @Override
  public String toString() {
    return address.toString();
  }
}

package com.multigres.meta.topo.etcd.internal;

import com.multigres.meta.store.Deadline;
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
import org.jspecify.annotations.Nullable;

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

  /** A stream, which ends when it is hung up on the member. */
  <Q, A> ClientCall<Q, A> stream(MethodDescriptor<Q, A> method, CallOptions options) {
    return new Open<>(channel.newCall(method, options), null);
  }

  /**
   * A call, which ends when it is hung up on the member, or soon after its deadline. gRPC's own
   * deadline would wake a thread of its own for every call, only to be told that the answer came.
   */
  <Q, A> ClientCall<Q, A> call(
      MethodDescriptor<Q, A> method, CallOptions options, Deadline deadline) {
    return new Open<>(channel.newCall(method, options), deadline);
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
      open.forEach(one -> one.giveUp(unanswered()));
    }
  }

  /** Ends whatever was not answered in its time. Never blocks. */
  void endOverdue() {
    open.forEach(Open::endIfOverdue);
  }

  /** Why a call ends early. */
  private record Ending(@Nullable String message, @Nullable Throwable cause) {}

  /**
   * A call that may be ended at any moment, from any thread, while one thread sends: nothing is
   * ever sent behind the end. gRPC keeps what is asked of a call for later while it looks a
   * member's name up; where it finds something behind the end then, the end reaches nobody.
   */
  private final class Open<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final int begun = hangUps.get();
    private final @Nullable Deadline deadline;
    // Whoever sends ends it too, if that is asked for meanwhile. A single request is being sent
    // from the beginning until it is whole.
    private volatile boolean sending;
    private volatile @Nullable Ending ending;
    private volatile boolean over;
    private volatile @Nullable Status givenUp;

    Open(ClientCall<Q, A> call, @Nullable Deadline deadline) {
      super(call);
      this.deadline = deadline;
      this.sending = isSingle();
    }

    private boolean isSingle() {
      return deadline != null;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<A>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              over = true;
              open.remove(Open.this);
              Status ours = givenUp;
              super.onClose(ours != null && !status.isOk() ? ours : status, trailers);
            }
          },
          headers);
      open.add(this);
      if (over) {
        // It ended before it was noted.
        open.remove(this);
      } else if (begun != hangUps.get()) {
        giveUp(unanswered());
      }
    }

    @Override
    public void sendMessage(Q message) {
      send(() -> super.sendMessage(message), isSingle());
    }

    @Override
    public void halfClose() {
      send(super::halfClose, false);
    }

    private void send(Runnable part, boolean more) {
      sending = true;
      boolean sent = false;
      try {
        if (ending == null) {
          part.run();
        }
        sent = true;
      } finally {
        sending = more && sent;
        Ending due = ending;
        if (!sending && due != null) {
          super.cancel(due.message, due.cause);
        }
      }
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      ending = new Ending(message, cause);
      if (!sending) {
        super.cancel(message, cause);
      }
    }

    void endIfOverdue() {
      if (deadline != null && deadline.expired()) {
        giveUp(Status.DEADLINE_EXCEEDED.withDescription("not answered within the " + deadline));
      }
    }

    void giveUp(Status why) {
      givenUp = why;
      cancel(why.getDescription(), null);
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

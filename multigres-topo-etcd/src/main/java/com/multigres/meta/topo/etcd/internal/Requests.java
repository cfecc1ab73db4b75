package com.multigres.meta.topo.etcd.internal;

import com.multigres.meta.store.Deadline;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Sends single requests and opens streams to the member in use, logged in where asked for. */
public final class Requests {
  // What a server sends is never refused for its size: who had asked for a write would not know
  // whether it was done, and who follows a watch would ask for the same again and again.
  private static final int ANY_SIZE = Integer.MAX_VALUE;
  private static final Metadata.Key<String> WITH_LEADER =
      Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

  private final Members members;
  private final Login login;

  public Requests(Members members, EtcdOptions options) {
    this.members = members;
    this.login = new Login(options);
  }

  public Members members() {
    return members;
  }

  public boolean needsLogin() {
    return login.needed();
  }

  /** Whether there is a user to log in as. */
  public boolean logsIn() {
    return login.isAskedFor();
  }

  /** Logs in where that is needed, blocking; one for all who need it. */
  public void login(Deadline deadline) {
    login.renew(
        deadline,
        request -> {
          Asked<AuthenticateRequest, AuthenticateResponse> asked = new Asked<>(request, deadline);
          start(AuthGrpc.getAuthenticateMethod(), request, deadline.remaining(), alone(asked));
          return asked;
        });
  }

  /** The reply for a caller who asked alone. */
  public static <A> Reply<A> alone(Asked<?, A> asked) {
    if (!asked.send()) {
      throw new IllegalStateException("asked twice");
    }
    return new Reply<>() {
      @Override
      public void answered(A answer) {
        asked.answered(answer);
      }

      @Override
      public void failed(Status status, boolean sent) {
        asked.failed(new CallFailed(status, sent, false));
      }
    };
  }

  /**
   * Sends a request. Never blocks.
   *
   * @param left how long it may take
   */
  public <Q, A> void start(
      MethodDescriptor<Q, A> method, Q request, Duration left, Reply<A> reply) {
    start(method, request, CallOptions.DEFAULT, left, reply);
  }

  /** The same of a request that may change something: its answer may be of any size. */
  public <Q, A> void startWrite(
      MethodDescriptor<Q, A> method, Q request, Duration left, Reply<A> reply) {
    CallOptions unlimited = CallOptions.DEFAULT.withMaxInboundMessageSize(ANY_SIZE);
    start(method, request, unlimited, left, reply);
  }

  private <Q, A> void start(
      MethodDescriptor<Q, A> method, Q request, CallOptions how, Duration left, Reply<A> reply) {
    Sent sent = new Sent();
    CallOptions options = how.withStreamTracerFactory(sent);
    Login.Pass used = login.now();
    ClientCall<Q, A> call = members.current().call(method, options, Deadline.after(left));
    call.start(
        new ClientCall.Listener<>() {
          private boolean answered;

          /** A server sends an answer or a failure, never both: nobody waits for the status too. */
          @Override
          public void onMessage(A answer) {
            reply.answered(answer);
            answered = true;
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            if (!answered) {
              forgetRefused(status, used);
              reply.failed(status.isOk() ? Status.INTERNAL : status, sent.get());
            }
          }
        },
        Login.headers(used));
    try {
      call.sendMessage(request);
      call.halfClose();
      call.request(2);
    } catch (RuntimeException | Error fault) {
      // Whoever waits is told by the call's end, once.
      call.cancel("cannot be sent", fault);
    }
  }

  private void forgetRefused(Status status, Login.@Nullable Pass used) {
    if (new CallFailed(status, true, false).loginExpired()) {
      login.refused(used);
    }
  }

  /**
   * Opens a stream that lasts until it is cancelled or breaks.
   *
   * @return to be called when the server says on the stream that the login has run out
   */
  public <Q, A> Runnable stream(
      MethodDescriptor<Q, A> method, ClientResponseObserver<Q, A> receiver) {
    return stream(method, receiver, false);
  }

  /** The same, which ends when the member has no leader to hear news from. */
  public <Q, A> Runnable streamWithLeader(
      MethodDescriptor<Q, A> method, ClientResponseObserver<Q, A> receiver) {
    return stream(method, receiver, true);
  }

  private <Q, A> Runnable stream(
      MethodDescriptor<Q, A> method, ClientResponseObserver<Q, A> receiver, boolean withLeader) {
    CallOptions unlimited = CallOptions.DEFAULT.withMaxInboundMessageSize(ANY_SIZE);
    Login.Pass used = login.now();
    Metadata headers = Login.headers(used);
    if (withLeader) {
      headers.put(WITH_LEADER, "true");
    }
    ClientCall<Q, A> call =
        new Stream<>(members.current().stream(method, unlimited), headers, used);
    // The receiver was given the sending end before it starts.
    var unused = ClientCalls.asyncBidiStreamingCall(call, receiver);
    return () -> login.refused(used);
  }

  private final class Stream<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final Metadata more;
    private final Login.@Nullable Pass used;

    Stream(ClientCall<Q, A> call, Metadata more, Login.@Nullable Pass used) {
      super(call);
      this.more = more;
      this.used = used;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      headers.merge(more);
      super.start(
          new SimpleForwardingClientCallListener<A>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              forgetRefused(status, used);
              super.onClose(status, trailers);
            }
          },
          headers);
    }
  }

  /** Notes whether a request got as far as a connection. */
  private static final class Sent extends ClientStreamTracer.Factory {
    private final AtomicBoolean sent = new AtomicBoolean();

    boolean get() {
      return sent.get();
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new ClientStreamTracer() {
        @Override
        public void streamCreated(Attributes transport, Metadata sentHeaders) {
          sent.set(true);
        }
      };
    }
  }
}

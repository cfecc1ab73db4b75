package com.multigres.meta.topo.etcd.internal;

import com.multigres.meta.store.Deadline;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends single requests and opens streams to the member in use, logged in where asked for. */
public final class Requests {
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

  private final Members members;
  private final Optional<String> user;
  private final Optional<Supplier<String>> password;
  private volatile @Nullable String token;

  public Requests(Members members, EtcdOptions options) {
    this.members = members;
    this.user = options.user();
    this.password = options.password();
  }

  public Members members() {
    return members;
  }

  public boolean needsLogin() {
    return user.isPresent() && token == null;
  }

  /** The login has run out: the next call logs in anew. */
  public void forgetLogin() {
    token = null;
  }

  /** Logs in anew, blocking; the password is asked for each time, as it may have been changed. */
  public void login(Deadline deadline) {
    AuthenticateRequest request =
        AuthenticateRequest.newBuilder()
            .setName(user.orElse(""))
            .setPassword(password.map(Supplier::get).orElse(""))
            .build();
    token = null;
    Asked<AuthenticateRequest, AuthenticateResponse> asked = new Asked<>(request, deadline);
    start(AuthGrpc.getAuthenticateMethod(), request, deadline.remaining(), alone(asked));
    token = asked.await("logging in", false).getToken();
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
    Sent sent = new Sent();
    CallOptions options =
        CallOptions.DEFAULT
            .withDeadlineAfter(Math.max(1, left.toNanos()), TimeUnit.NANOSECONDS)
            .withStreamTracerFactory(sent);
    ManagedChannel member = members.current();
    ClientCall<Q, A> call = member.newCall(method, options);
    call.start(
        new ClientCall.Listener<>() {
          private @Nullable A answer;

          @Override
          public void onMessage(A message) {
            answer = message;
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            A given = answer;
            if (status.isOk() && given != null) {
              reply.answered(given);
            } else {
              reply.failed(status.isOk() ? Status.INTERNAL : status, sent.get());
            }
          }
        },
        headers());
    call.sendMessage(request);
    call.halfClose();
    call.request(2);
  }

  private Metadata headers() {
    Metadata headers = new Metadata();
    String now = token;
    if (now != null) {
      headers.put(TOKEN, now);
    }
    return headers;
  }

  /** Opens a stream that lasts until it is cancelled or breaks. */
  public <Q, A> void stream(MethodDescriptor<Q, A> method, ClientResponseObserver<Q, A> receiver) {
    ClientCall<Q, A> call =
        new LoggedIn<>(members.current().newCall(method, CallOptions.DEFAULT), headers());
    // The receiver was given the sending end before it starts.
    var unused = ClientCalls.asyncBidiStreamingCall(call, receiver);
  }

  private static final class LoggedIn<Q, A>
      extends io.grpc.ForwardingClientCall.SimpleForwardingClientCall<Q, A> {
    private final Metadata login;

    LoggedIn(ClientCall<Q, A> call, Metadata login) {
      super(call);
      this.login = login;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      headers.merge(login);
      super.start(listener, headers);
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

package com.multigres.meta.topo.etcd.internal;

import com.multigres.meta.store.Deadline;
import com.multigres.meta.topo.spi.Waits;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The login that requests travel with: one for all, had again by one caller, while the others wait
 * for him, when the servers refuse it. Thread-safe.
 */
final class Login {
  private static final Metadata.Key<String> TOKEN =
      Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
  private static final String NONE = "";

  private final Optional<String> user;
  private final Optional<Supplier<String>> password;
  private final ReentrantLock asking = new ReentrantLock();
  private final AtomicReference<@Nullable Pass> pass = new AtomicReference<>();

  /** What one login was given; each is another one, whatever it says. */
  static final class Pass {
    private final String token;

    private Pass(String token) {
      this.token = token;
    }
  }

  Login(EtcdOptions options) {
    this.user = options.user();
    this.password = options.password();
  }

  boolean isAskedFor() {
    return user.isPresent();
  }

  boolean needed() {
    return user.isPresent() && pass.get() == null;
  }

  @Nullable Pass now() {
    return pass.get();
  }

  static Metadata headers(@Nullable Pass used) {
    Metadata headers = new Metadata();
    if (used != null && !used.token.equals(NONE)) {
      headers.put(TOKEN, used.token);
    }
    return headers;
  }

  /** The servers take it no longer. Whoever has another one by now keeps that. Never blocks. */
  void refused(@Nullable Pass used) {
    pass.compareAndSet(used, null);
  }

  /**
   * Logs in where that is needed, blocking.
   *
   * @param asked asks the servers
   * @throws CallFailed when they refuse; what was to be asked under it was not sent
   */
  void renew(
      Deadline deadline, Function<AuthenticateRequest, Asked<?, AuthenticateResponse>> asked) {
    Waits.lock(asking, deadline, "logging in");
    try {
      if (needed()) {
        pass.set(new Pass(token(asked)));
      }
    } finally {
      asking.unlock();
    }
  }

  private String token(Function<AuthenticateRequest, Asked<?, AuthenticateResponse>> asked) {
    AuthenticateRequest request =
        AuthenticateRequest.newBuilder().setName(user.orElse("")).setPassword(secret()).build();
    try {
      return asked.apply(request).await("logging in", false).getToken();
    } catch (CallFailed failure) {
      if (failure.loginNotAskedFor()) {
        return NONE;
      }
      throw new CallFailed(failure.status(), false, false);
    }
  }

  /** Asked for each time, as it may have been changed. What it fails with may tell it: so not. */
  private String secret() {
    try {
      return password.map(Supplier::get).orElse("");
    } catch (RuntimeException unknown) {
      Status status =
          Status.UNAVAILABLE.withDescription(
              "the password cannot be had: " + unknown.getClass().getName());
      throw new CallFailed(status, false, false);
    }
  }
}

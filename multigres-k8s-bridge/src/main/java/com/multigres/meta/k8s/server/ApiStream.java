package com.multigres.meta.k8s.server;

import com.multigres.meta.store.Deadline;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An answer that comes line by line. What the sink has no room for stays with the server.
 * Thread-safe.
 */
public final class ApiStream implements AutoCloseable {
  private static final int LONGEST_REFUSAL = 64 * 1024;
  private static final Duration UNLIMITED = Duration.ofDays(365);

  private final String server;
  private final Sink sink;
  private final ReentrantLock lock = new ReentrantLock();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private @Nullable HttpResponse<AsyncBody> answer;
  private boolean waiting; // for room
  private boolean over;

  /** Where the lines go. It is called by one thread at a time and must return at once. */
  public interface Sink {

    /**
     * One more line.
     *
     * @param text without its end
     */
    void line(String text);

    /** {@return whether more lines would be too many, until {@link ApiStream#more} is called} */
    boolean full();

    /**
     * Nothing more comes. Not told after {@link ApiStream#close}.
     *
     * @param fault why; empty where the server ended it in good order
     */
    void ended(Optional<ApiException> fault);
  }

  private ApiStream(String server, Sink sink) {
    this.server = server;
    this.sink = sink;
  }

  static ApiStream start(String server, HttpClient http, HttpRequest request, Sink sink) {
    ApiStream stream = new ApiStream(server, sink);
    var unused = http.consumeBytes(request, stream::bytes).whenComplete(stream::answered);
    return stream;
  }

  private void answered(
      @Nullable HttpResponse<AsyncBody> response, @Nullable Throwable unreachable) {
    if (response == null) {
      end(unreachable);
      return;
    }
    lock.lock();
    try {
      answer = response;
      if (over) {
        response.body().cancel();
        return;
      }
    } finally {
      lock.unlock();
    }
    var unused = response.body().done().whenComplete((done, fault) -> end(fault));
    response.body().consume();
  }

  private void bytes(List<ByteBuffer> chunks, AsyncBody body) {
    lock.lock();
    try {
      if (over) {
        return;
      }
      chunks.forEach(this::lines);
      waiting = refusal() == 0 && sink.full();
      if (waiting || (line.size() > LONGEST_REFUSAL && refusal() > 0)) {
        return;
      }
    } finally {
      lock.unlock();
    }
    body.consume();
  }

  private int refusal() {
    return answer == null || answer.isSuccessful() ? 0 : answer.code();
  }

  private void lines(ByteBuffer chunk) {
    while (chunk.hasRemaining()) {
      byte next = chunk.get();
      if (next != '\n' || refusal() > 0) {
        line.write(next);
      } else {
        sink.line(line.toString(StandardCharsets.UTF_8));
        line.reset();
      }
    }
  }

  /** There is room again. */
  public void more() {
    lock.lock();
    try {
      if (!waiting || over || answer == null) {
        return;
      }
      waiting = false;
      answer.body().consume();
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable Throwable fault) {
    lock.lock();
    try {
      if (!over) {
        over = true;
        sink.ended(reason(fault));
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<ApiException> reason(@Nullable Throwable fault) {
    if (answer != null && refusal() > 0) {
      String words = ApiServer.words(refusal(), line.toString(StandardCharsets.UTF_8));
      return Optional.of(ApiException.refused(refusal(), words, ApiServer.retryAfter(answer)));
    }
    if (fault == null) {
      return Optional.empty();
    }
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    return Optional.of(ConnectionFaults.of(server, cause, Deadline.after(UNLIMITED)));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (over) {
        return;
      }
      over = true;
      if (answer != null) {
        answer.body().cancel();
      }
    } finally {
      lock.unlock();
    }
  }
}

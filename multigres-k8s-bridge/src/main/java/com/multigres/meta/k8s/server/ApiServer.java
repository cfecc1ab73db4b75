package com.multigres.meta.k8s.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.multigres.meta.store.Deadline;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An API server as somebody: single requests, each with a deadline, and none repeated. Whoever has
 * equal settings shares one. Thread-safe.
 */
public final class ApiServer {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<ApiSettings, ApiServer> OPEN = new HashMap<>();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_WORDS = 2000;

  private final ApiSettings settings;
  private final KubernetesClient client;
  private final HttpClient http;
  private int users;

  private ApiServer(ApiSettings settings) {
    this.settings = settings;
    Config config = ApiConfigs.of(settings);
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.http = client.getHttpClient();
  }

  /**
   * The server of these settings, for one more user. Nothing is sent.
   *
   * @param settings which server, and as whom
   * @throws ApiException {@code BAD_SETTINGS}
   */
  public static ApiServer acquire(ApiSettings settings) {
    LOCK.lock();
    try {
      ApiServer server = OPEN.get(settings);
      if (server == null) {
        server = new ApiServer(settings);
        OPEN.put(settings, server);
      }
      server.users++;
      return server;
    } finally {
      LOCK.unlock();
    }
  }

  /** One user less; the last one's connections are closed. To be called once for each acquire. */
  public void release() {
    LOCK.lock();
    try {
      users--;
      if (users > 0) {
        return;
      }
      OPEN.remove(settings);
    } finally {
      LOCK.unlock();
    }
    client.close();
  }

  /**
   * Watches one object.
   *
   * @param kind what it is
   * @param namespace where it is
   * @param name what it is called
   * @param changed called on a thread of the client library, must return at once
   */
  public ObjectWatch watch(
      io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext kind,
      String namespace,
      String name,
      Runnable changed) {
    return ObjectWatch.start(
        client.genericKubernetesResources(kind).inNamespace(namespace).withName(name), changed);
  }

  /**
   * Watches all objects of a kind.
   *
   * @param kind what they are
   * @param namespace where they are; empty for every namespace
   * @param seen told of each that there is or may have changed, and of each that is gone; called on
   *     a thread of the client library, must return at once
   */
  public KindWatch watchAll(
      io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext kind,
      Optional<String> namespace,
      BiConsumer<ObjectName, Boolean> seen) {
    var objects = client.genericKubernetesResources(kind);
    return KindWatch.start(
        namespace.isPresent() ? objects.inNamespace(namespace.get()) : objects.inAnyNamespace(),
        seen);
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param call the request
   * @param deadline until when
   * @return the answer's body
   * @throws ApiException for anything but success
   */
  public String send(ApiCall call, Deadline deadline) {
    if (deadline.expired()) {
      throw ApiException.unsent(ApiException.Kind.LATE, "the " + deadline + " passed first", null);
    }
    long limit = Math.max(1, deadline.remaining().toMillis());
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request(call, limit), String.class);
    try {
      return body(answer.get(limit, TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw ApiException.sent(
          ApiException.Kind.INTERRUPTED, "the calling thread was interrupted", interrupted);
    } catch (TimeoutException late) {
      answer.cancel(true);
      throw ApiException.sent(
          ApiException.Kind.LATE, this + " did not answer within the " + deadline, late);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw ConnectionFaults.of(this.toString(), cause, deadline);
    }
  }

  /**
   * Sends a request whose answer comes line by line, for as long as the server likes.
   *
   * @param call the request
   * @param sink gets the lines, on threads of the client library
   * @return ends the answer
   */
  public ApiStream stream(ApiCall call, ApiStream.Sink sink) {
    return ApiStream.start(toString(), http, builder(call).forStreaming().build(), sink);
  }

  private HttpRequest request(ApiCall call, long limit) {
    return builder(call).timeout(limit, TimeUnit.MILLISECONDS).build();
  }

  private HttpRequest.Builder builder(ApiCall call) {
    HttpRequest.Builder request =
        http.newHttpRequestBuilder()
            .uri(client.getMasterUrl() + call.path())
            .header("Accept", call.accept());
    if (!call.method().equals("GET")) {
      request.method(call.method(), call.type(), call.body().orElse(""));
    }
    return request;
  }

  private static String body(HttpResponse<String> answer) {
    if (answer.isSuccessful()) {
      return answer.body();
    }
    throw ApiException.refused(
        answer.code(),
        words(answer.code(), answer.body() == null ? "" : answer.body()),
        retryAfter(answer));
  }

  /** What the server says, on one line. */
  static String words(int status, String text) {
    String message = message(text);
    String words = (message == null ? text : message).replaceAll("\\s+", " ").strip();
    if (words.isEmpty()) {
      return "status " + status;
    }
    return words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS) + "…";
  }

  private static @Nullable String message(String text) {
    try {
      JsonNode status = JSON.readTree(text);
      return status == null ? null : status.path("message").textValue();
    } catch (JsonProcessingException plain) {
      return null; // the words of somebody in between, or of a filter before the API
    }
  }

  static Optional<Duration> retryAfter(HttpResponse<?> answer) {
    String value = answer.header("Retry-After");
    if (value == null || !value.strip().matches("[0-9]{1,6}")) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())));
  }

  /** Its address. */
  @Override
  public String toString() {
    return "the API server at " + client.getMasterUrl();
  }
}

package com.multigres.meta.testservers.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Requests of JSON to one server, each with a time limit. Thread-safe. */
public final class HttpCalls {

  /**
   * What the server answered.
   *
   * @param status HTTP's number
   * @param body the text
   */
  public record Answer(int status, String body) {

    /** Whether it did as it was told. */
    public boolean succeeded() {
      return status >= 200 && status < 300;
    }

    /** The value of the first field of that name which is a text, as it stands in the JSON. */
    public Optional<String> text(String field) {
      Matcher matcher =
          Pattern.compile('"' + Pattern.quote(field) + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"")
              .matcher(body);
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
  }

  private final HttpClient client;
  private final String base;
  private final Duration limit;

  /**
   * Prepares calls; opens nothing.
   *
   * @param base what stands before each path, such as {@code http://127.0.0.1:2379}
   * @param tls whom to trust and what to show, where the server speaks TLS
   * @param limit the longest that one call may take
   */
  public HttpCalls(String base, Optional<SSLContext> tls, Duration limit) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(limit);
    tls.ifPresent(builder::sslContext);
    this.client = builder.build();
    this.base = base;
    this.limit = limit;
  }

  /** A call without a body. */
  public Answer get(String path, Map<String, String> headers) throws IOException {
    return send("GET", path, headers, "");
  }

  /**
   * One call.
   *
   * @param method HTTP's method
   * @param path the rest of the address
   * @param headers beside those that say that it is JSON
   * @param body the JSON, or nothing
   * @return the answer, whatever its status
   * @throws IOException if there is none in time
   */
  public Answer send(String method, String path, Map<String, String> headers, String body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(limit)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Accept", "application/json")
            .header("Content-Type", "application/json");
    headers.forEach(request::setHeader);
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException(base + path);
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}

package com.multigres.meta.k8s.catalog;

import com.multigres.meta.testservers.tls.TlsIdentity;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Stands before an API server as a load balancer does, passes on what it is asked, and now and then
 * answers itself, as the server would in distress.
 */
public final class Front implements AutoCloseable {
  static {
    // Or else each answer on a connection that is kept waits for an acknowledgement of the last.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer front;
  private final HttpClient beyond;
  private final String server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<String> rewriting = UnaryOperator.identity();
  private volatile Passage passage = new Passage() {};

  /**
   * Stands by when requests pass; an error that it throws ends the connection without an answer.
   */
  public interface Passage {
    /** Before the server has it. */
    default void before(String method, String path) {}

    /** When the server has answered, before the client knows. */
    default void after(String method, String path, int status) {}
  }

  /** What is answered instead of asking the server. */
  private record Answer(String method, int status, Map<String, String> headers, String body) {}

  /** Before a server, as somebody. */
  public Front(String server, TlsIdentity identity) {
    this.server = server;
    this.beyond = HttpClient.newBuilder().sslContext(identity.context()).build();
    try {
      front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    front.createContext("/", this::handle);
    front.setExecutor(threads);
    front.start();
  }

  /** Its address, for which nobody needs a certificate. */
  public String url() {
    return "http://127.0.0.1:" + front.getAddress().getPort();
  }

  /** The next requests of a method are answered so; {@code WATCH} is one here. */
  public void answer(
      int times, String method, int status, String reason, String words, int retryAfter) {
    String body =
        """
        {"kind":"Status","apiVersion":"v1","status":"Failure","message":"%s","reason":"%s","code":%d}"""
            .formatted(words, reason, status);
    Map<String, String> headers =
        retryAfter > 0 ? Map.of("Retry-After", Integer.toString(retryAfter)) : Map.of();
    synchronized (answers) {
      for (int i = 0; i < times; i++) {
        answers.add(new Answer(method, status, headers, body));
      }
    }
  }

  /** What is sent from now on is changed on its way. */
  public void rewrite(UnaryOperator<String> change) {
    rewriting = change;
  }

  /** Who stands by from now on. */
  public void watchedBy(Passage who) {
    passage = who;
  }

  /** The methods of all that was asked. */
  public List<String> asked() {
    return new ArrayList<>(asked);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String kind = isWatch(exchange.getRequestURI()) ? "WATCH" : method;
    asked.add(kind);
    byte[] sent = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      Optional<Answer> instead = next(kind);
      if (instead.isPresent()) {
        Answer answer = instead.get();
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        respond(exchange, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
        return;
      }
      passOn(exchange, method, sent);
    }
  }

  /** Where whoever stands by throws, the connection ends without an answer. */
  private void passOn(HttpExchange exchange, String method, byte[] sent) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try {
      passage.before(method, path);
      HttpResponse<byte[]> answer = ask(exchange, method, sent);
      passage.after(method, path, answer.statusCode());
      respond(exchange, answer.statusCode(), answer.body());
    } catch (Error end) {
      throw new IOException(end);
    }
  }

  private static boolean isWatch(URI asked) {
    return String.valueOf(asked.getQuery()).contains("watch=");
  }

  private Optional<Answer> next(String method) {
    synchronized (answers) {
      Answer first = answers.peek();
      return first != null && first.method().equals(method)
          ? Optional.of(answers.remove())
          : Optional.empty();
    }
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange, String method, byte[] sent)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + exchange.getRequestURI()))
            .method(
                method,
                HttpRequest.BodyPublishers.ofString(
                    rewriting.apply(new String(sent, StandardCharsets.UTF_8))));
    for (String header : List.of("Accept", "Content-Type")) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    try {
      return beyond.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    front.stop(0);
    threads.shutdownNow();
  }
}

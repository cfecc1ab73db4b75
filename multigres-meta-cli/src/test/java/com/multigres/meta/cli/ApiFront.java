package com.multigres.meta.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Stands before an API server, in the bridge's own process, and sees each of its writes. */
final class ApiFront {
  static {
    // Or else each answer on a connection that is kept waits for an acknowledgement of the last.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final int REFUSALS = 400;

  private final HttpServer front;
  private final KubernetesClient beyond;
  private final StopBeforeWrite stop;

  /**
   * Answers at once.
   *
   * @param kubeconfig how to reach the server
   * @param stop what the writes pass
   */
  ApiFront(Path kubeconfig, StopBeforeWrite stop) throws IOException {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    config.setClientKeyAlgo("EC"); // as the tests' authority makes them; the client library asks
    config.setRequestRetryBackoffLimit(0);
    beyond = new KubernetesClientBuilder().withConfig(config).build();
    this.stop = stop;
    front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    front.createContext("/", this::handle);
    front.setExecutor(Executors.newCachedThreadPool());
    front.start();
  }

  /** Its address, for which nobody needs a certificate. */
  String url() {
    return "http://127.0.0.1:" + front.getAddress().getPort();
  }

  /** Events are no writes of a target, for nobody acts on them; leases decide who writes to it. */
  private static boolean isWrite(String method, String path) {
    return !method.equals("GET") && !path.endsWith("/events") && !path.contains("/leases");
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    byte[] sent = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      HttpResponse<InputStream> answer =
          isWrite(method, path)
              ? stop.pass(
                  method + " " + path,
                  () -> ask(exchange, method, sent),
                  some ->
                      some.code() >= REFUSALS
                          ? Optional.of(Integer.toString(some.code()))
                          : Optional.empty())
              : ask(exchange, method, sent);
      passOn(answer, exchange);
    } catch (IOException broken) {
      throw broken;
    } catch (Exception failed) {
      throw new IOException(failed);
    }
  }

  private HttpResponse<InputStream> ask(HttpExchange exchange, String method, byte[] sent)
      throws Exception {
    HttpRequest.Builder request =
        beyond
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(beyond.getMasterUrl() + exchange.getRequestURI().toString().substring(1))
            .header("Accept", header(exchange, "Accept"));
    if (!method.equals("GET")) {
      String body = new String(sent, StandardCharsets.UTF_8);
      request.method(method, header(exchange, "Content-Type"), body);
    }
    return beyond
        .getHttpClient()
        .sendAsync(request.forStreaming().build(), InputStream.class)
        .get();
  }

  private static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
        .orElse("application/json");
  }

  /** As it comes: a watch goes on. */
  private static void passOn(HttpResponse<InputStream> answer, HttpExchange exchange)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.code(), 0);
    byte[] some = new byte[8192];
    try (InputStream from = answer.body();
        OutputStream to = exchange.getResponseBody()) {
      for (int length = from.read(some); length >= 0; length = from.read(some)) {
        to.write(some, 0, length);
        to.flush();
      }
    }
  }
}

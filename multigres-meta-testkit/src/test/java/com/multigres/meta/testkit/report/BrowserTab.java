package com.multigres.meta.testkit.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.multigres.meta.testkit.Patience;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A page of a browser: calls and their answers, and what it tells of its own accord. */
final class BrowserTab implements WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final Queue<JsonNode> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final StringBuilder half = new StringBuilder();
  private @Nullable WebSocket socket;

  private BrowserTab() {}

  static BrowserTab at(URI address) {
    BrowserTab tab = new BrowserTab();
    tab.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, tab).join();
    return tab;
  }

  /** Calls a method with names and values in turn, and waits for its answer. */
  JsonNode call(String method, Object... parameters) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      named.put((String) parameters[i], parameters[i + 1]);
    }
    int number = numbers.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(number, answer);
    send(Map.of("id", number, "method", method, "params", named));
    Patience.eventually().until(answer::isDone);
    return answer.join();
  }

  private void send(Map<String, Object> message) {
    WebSocket open = socket;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    try {
      open.sendText(JSON.writeValueAsString(message), true).join();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Waits for something that the page tells. */
  void awaitEvent(String method) {
    Patience.eventually()
        .until(() -> events.stream().anyMatch(one -> one.path("method").asText().equals(method)));
  }

  void forget() {
    events.clear();
  }

  /** Errors and warnings of the page and of the browser about it. */
  List<String> complaints() {
    return events.stream().filter(BrowserTab::isComplaint).map(JsonNode::toString).toList();
  }

  private static boolean isComplaint(JsonNode event) {
    return switch (event.path("method").asText()) {
      case "Runtime.exceptionThrown" -> true;
      case "Runtime.consoleAPICalled" -> event.at("/params/type").asText().equals("error");
      case "Log.entryAdded" -> event.at("/params/entry/level").asText().equals("error");
      default -> false;
    };
  }

  void close() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    half.append(text);
    if (last) {
      String whole = half.toString();
      half.setLength(0);
      heard(whole);
    }
    from.request(1);
    return null;
  }

  private void heard(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    CompletableFuture<JsonNode> answer = asked.remove(message.path("id").asInt());
    if (answer == null) {
      events.add(message);
    } else if (message.has("error")) {
      answer.completeExceptionally(new IllegalStateException(text));
    } else {
      answer.complete(message.path("result"));
    }
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    asked.values().forEach(answer -> answer.completeExceptionally(error));
  }
}

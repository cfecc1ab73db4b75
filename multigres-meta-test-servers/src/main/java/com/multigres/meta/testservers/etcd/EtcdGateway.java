package com.multigres.meta.testservers.etcd;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.process.HttpCalls;
import com.multigres.meta.testservers.tls.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * etcd's JSON gateway: as much of it as starting servers and tidying up after tests takes, so that
 * no client library is needed here.
 */
final class EtcdGateway {

  private static final String STATUS = "/v3/maintenance/status";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final String endpoint;
  private final HttpCalls calls;
  private final Optional<EtcdLogin> login;

  EtcdGateway(
      String endpoint, Optional<TlsIdentity> tls, Optional<EtcdLogin> login, Duration limit) {
    this.endpoint = endpoint;
    this.calls = new HttpCalls(endpoint, tls.map(TlsIdentity::context), limit);
    this.login = login;
  }

  static EtcdGateway to(EtcdServer server) {
    return new EtcdGateway(server.endpoint(), server.tls(), server.login(), LIMIT);
  }

  /** Whether it takes requests; one of several members also where the others are away. */
  boolean healthy(boolean alone) {
    try {
      return calls
          .get("/health" + (alone ? "" : "?serializable=true"), Map.of())
          .text("health")
          .filter("true"::equals)
          .isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  String version() {
    try {
      return calls.get("/version", Map.of()).text("etcdserver").orElse("");
    } catch (IOException e) {
      throw new ServerStartException("etcd at " + endpoint + " does not answer: " + e, e);
    }
  }

  /** The leader that this member knows, and this member itself, by their numbers. */
  Optional<View> view() {
    try {
      HttpCalls.Answer answer = calls.send("POST", STATUS, Map.of(), "{}");
      if (!answer.succeeded() && login.isPresent()) {
        // It asks for a user only once it has one.
        answer = call(STATUS, "{}");
      }
      boolean succeeded = answer.succeeded();
      String leader = answer.text("leader").orElse("0");
      return answer
          .text("member_id")
          .filter(member -> succeeded && !leader.equals("0"))
          .map(member -> new View(member, leader));
    } catch (IOException | ServerStartException e) {
      return Optional.empty();
    }
  }

  /** What one member sees. */
  record View(String member, String leader) {}

  void put(String key, String value) {
    call("/v3/kv/put", "{\"key\":\"" + encoded(key) + "\",\"value\":\"" + encoded(value) + "\"}");
  }

  Optional<String> get(String key) {
    return call("/v3/kv/range", "{\"key\":\"" + encoded(key) + "\"}")
        .text("value")
        .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
  }

  void deleteBelow(String path) {
    // The slash is followed by the zero in the order of bytes.
    call(
        "/v3/kv/deleterange",
        "{\"key\":\"" + encoded(path + "/") + "\",\"range_end\":\"" + encoded(path + "0") + "\"}");
  }

  /** Asks everybody for a user from now on; there is one, who may do everything. */
  static void protect(EtcdServer server, EtcdLogin root) {
    EtcdGateway open = new EtcdGateway(server.endpoint(), server.tls(), Optional.empty(), LIMIT);
    open.call(
        "/v3/auth/user/add",
        "{\"name\":\"" + root.user() + "\",\"password\":\"" + root.password() + "\"}");
    open.call("/v3/auth/role/add", "{\"name\":\"root\"}");
    open.call("/v3/auth/user/grant", "{\"user\":\"" + root.user() + "\",\"role\":\"root\"}");
    open.call("/v3/auth/enable", "{}");
  }

  private HttpCalls.Answer call(String path, String body) {
    Map<String, String> headers =
        login.map(who -> Map.of("Authorization", token(who))).orElse(Map.of());
    return answered(path, headers, body);
  }

  private String token(EtcdLogin who) {
    return answered(
            "/v3/auth/authenticate",
            Map.of(),
            "{\"name\":\"" + who.user() + "\",\"password\":\"" + who.password() + "\"}")
        .text("token")
        .orElseThrow(() -> new ServerStartException("etcd at " + endpoint + " gave no token"));
  }

  private HttpCalls.Answer answered(String path, Map<String, String> headers, String body) {
    try {
      HttpCalls.Answer answer = calls.send("POST", path, headers, body);
      if (!answer.succeeded()) {
        throw new ServerStartException(
            "etcd at "
                + endpoint
                + " refused "
                + path
                + ": "
                + answer.text("message").orElse("status " + answer.status()));
      }
      return answer;
    } catch (IOException e) {
      throw new ServerStartException("etcd at " + endpoint + " does not answer " + path, e);
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

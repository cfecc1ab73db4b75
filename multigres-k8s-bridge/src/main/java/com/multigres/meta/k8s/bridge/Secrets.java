package com.multigres.meta.k8s.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.multigres.meta.k8s.config.SecretKey;
import com.multigres.meta.k8s.resource.Marks;
import com.multigres.meta.k8s.server.ApiCall;
import com.multigres.meta.k8s.server.ApiException;
import com.multigres.meta.k8s.server.ApiServer;
import com.multigres.meta.store.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Secrets of a namespace; what they say is in no message. Thread-safe. */
record Secrets(ApiServer server, String namespace, Duration timeout) {
  private static final Logger log = LoggerFactory.getLogger(Secrets.class);

  /**
   * What stands in a Secret.
   *
   * @param whom to whom it is shown
   * @throws ApiException as the server
   * @throws IllegalArgumentException when the Secret has no such key
   * @throws NotForThem when it is not to be shown to them
   */
  String text(SecretKey where, Recipients whom) {
    JsonNode secret = read(where.secret());
    whom.check(namespace, where.secret(), secret);
    JsonNode value = secret.path("data").path(where.key());
    if (!value.isTextual()) {
      throw new IllegalArgumentException(
          "the Secret " + namespace + "/" + where.secret() + " has no key " + where.key());
    }
    return new String(Base64.getDecoder().decode(value.textValue()), StandardCharsets.UTF_8);
  }

  /** Whether a Secret itself lets somebody see it, or its configuration does. */
  boolean mayBeShown(String secret, Recipients whom) {
    return whom.areTrusted() || whom.areNamedBy(read(secret));
  }

  private JsonNode read(String secret) {
    String path = "api/v1/namespaces/" + namespace + "/secrets/" + secret;
    try {
      return Marks.JSON.readTree(server.send(ApiCall.get(path), Deadline.after(timeout)));
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException("the API server's answer is not JSON"); // it is a secret
    }
  }

  /**
   * Asked anew for each login, so that one that was changed is used; read once here, to be sure.
   */
  Supplier<String> password(SecretKey where, Recipients whom) {
    AtomicReference<String> last = new AtomicReference<>(text(where, whom));
    return () -> {
      try {
        String now = text(where, whom);
        last.set(now);
        return now;
      } catch (NotForThem refusal) {
        throw refusal;
      } catch (ApiException | IllegalArgumentException | IllegalStateException fault) {
        log.info("the password of before is used: {}", fault.getMessage());
        return String.valueOf(last.get());
      }
    };
  }

  /** Nobody who may decide on a Secret said that it is for these servers. */
  static final class NotForThem extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    NotForThem(String message) {
      super(message);
    }
  }
}

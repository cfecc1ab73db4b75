package com.multigres.meta.testservers.kubernetes;

import com.multigres.meta.testservers.internal.Passwords;
import com.multigres.meta.testservers.process.HttpCalls;
import java.util.concurrent.atomic.AtomicBoolean;

/** The namespace of one test on a server that others use too. Thread-safe. */
public final class KubernetesNamespace implements AutoCloseable {

  private static final String ALL = "/api/v1/namespaces";

  private final KubernetesApi api;
  private final String name;
  private final AtomicBoolean closed = new AtomicBoolean();

  private KubernetesNamespace(KubernetesApi api, String name) {
    this.api = api;
    this.name = name;
  }

  static KubernetesNamespace on(KubernetesApi api) {
    String name = "test-" + Passwords.fresh(12);
    api.must("POST", ALL, json(name));
    return new KubernetesNamespace(api, name);
  }

  private static String json(String name) {
    return """
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"},"spec":{"finalizers":[]}}"""
        .formatted(name);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The address of a topology store in it. */
  public String uri(String root) {
    return "k8s://" + name + root;
  }

  /** Deletes it with all it holds. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      // There may be no controller that would empty it, and then nobody lets it go, either.
      NamespacedKind.of(api).forEach(kind -> api.must("DELETE", kind.in(name), ""));
      HttpCalls.Answer answer = api.must("DELETE", ALL + "/" + name, "");
      if (answer.text("phase").filter("Terminating"::equals).isPresent()) {
        api.must("PUT", ALL + "/" + name + "/finalize", json(name));
      }
    }
  }

  @Override
  public String toString() {
    return "KubernetesNamespace[" + name + " on " + api.url() + "]";
  }
}

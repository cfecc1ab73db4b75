package com.multigres.meta.topology;

import com.multigres.meta.memory.topo.MemoryTopoServer;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.TopoStores;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A topology server in memory, fresh for each test; closes what was opened on it. */
public final class MemoryServer implements AfterEachCallback {
  private final String name = "topology-" + UUID.randomUUID();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  public String uri(String root) {
    return "memory://" + name + "/" + root;
  }

  /** The server itself, for accidents. */
  public MemoryTopoServer accidents() {
    return closing(MemoryTopoServer.named(name));
  }

  public TopoStore open(String root) {
    return closing(TopoStores.open(uri(root)));
  }

  public <C extends AutoCloseable> C closing(C resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  public static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      TopoException.Code code, ThrowingCallable call) {
    return Assertions.assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TopoException.class, e -> Assertions.assertThat(e.code()).isEqualTo(code));
  }
}

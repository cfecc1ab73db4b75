package com.multigres.meta.topology;

import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.ConnectionState;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A real store behind a line that can be cut, or lose a reply. */
public final class FaultyStore {
  private final TopoStore store;
  private final TopoStore view;
  private final AtomicBoolean cut = new AtomicBoolean();
  private final Set<String> calls = ConcurrentHashMap.newKeySet();
  private final AtomicReference<String> repliesToLose = new AtomicReference<>("");
  private volatile ConnectionState state = ConnectionState.CONNECTED;

  public FaultyStore(TopoStore store) {
    this.store = store;
    view =
        (TopoStore)
            Proxy.newProxyInstance(
                TopoStore.class.getClassLoader(),
                new Class<?>[] {TopoStore.class},
                (proxy, method, args) -> call(method, args));
  }

  public TopoStore view() {
    return view;
  }

  /** From now on every call is answered {@code UNAVAILABLE}. */
  public void cut() {
    cut.set(true);
  }

  public void suspend() {
    state = ConnectionState.SUSPENDED;
  }

  /** The next call of a method takes effect, but its caller does not learn it. */
  public void loseReplyTo(String method) {
    repliesToLose.set(method);
  }

  public Set<String> calls() {
    return calls;
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    if (method.getName().equals("connectionState")) {
      return state;
    }
    calls.add(method.getName());
    if (cut.get() && !method.getName().equals("close")) {
      throw TopoException.refused(TopoException.Code.UNAVAILABLE, "the line is cut");
    }
    Object result = invoke(method, args);
    if (repliesToLose.compareAndSet(method.getName(), "")) {
      throw new TopoException(
          TopoException.Code.UNAVAILABLE, null, Outcome.UNKNOWN, "the reply was lost", null);
    }
    return result;
  }

  private @Nullable Object invoke(Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(store, args);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}

package com.multigres.meta.view;

import com.multigres.meta.catalog.CatalogException;
import com.multigres.meta.catalog.CatalogException.Code;
import com.multigres.meta.catalog.CatalogListener;
import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.catalog.Position;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A real catalog behind a line that can be cut, and on which events can get lost. */
final class CatalogLine {
  private final CatalogStore store;
  private final List<Optional<Position>> subscribed = new CopyOnWriteArrayList<>();
  private volatile boolean cut;
  private volatile boolean mute;
  private volatile boolean polled;

  CatalogLine(CatalogStore store) {
    this.store = store;
  }

  CatalogStore store() {
    return over(store);
  }

  /** From now on every call is answered {@code UNAVAILABLE}, and no event arrives. */
  void cut() {
    cut = true;
    mute = true;
  }

  void restore() {
    cut = false;
    mute = false;
  }

  /** Events of subscriptions that run now are lost, though reads are answered. */
  void mute() {
    mute = true;
  }

  /** Nobody can subscribe. */
  void pollOnly() {
    polled = true;
  }

  /** From which positions somebody subscribed. */
  List<Optional<Position>> subscribed() {
    return subscribed;
  }

  private CatalogStore over(CatalogStore target) {
    return (CatalogStore)
        Proxy.newProxyInstance(
            CatalogStore.class.getClassLoader(),
            new Class<?>[] {CatalogStore.class},
            (proxy, method, args) -> call(target, method, args == null ? new Object[0] : args));
  }

  private @Nullable Object call(CatalogStore target, Method method, Object[] args)
      throws Throwable {
    if (cut && !method.getName().equals("withTimeout")) {
      throw CatalogException.refused(Code.UNAVAILABLE, "the line is cut");
    }
    List<Object> given = new ArrayList<>(List.of(args));
    if (method.getName().equals("subscribe")) {
      if (polled) {
        throw CatalogException.refused(Code.UNSUPPORTED, "no subscriptions here");
      }
      mute = false;
      subscribed.add(((Optional<?>) args[0]).map(Position.class::cast));
      CatalogListener listener = (CatalogListener) args[1];
      given.set(
          1,
          (CatalogListener)
              event -> {
                if (!mute) {
                  listener.onEvent(event);
                }
              });
    }
    try {
      Object result = method.invoke(target, given.toArray());
      return result instanceof CatalogStore view ? over(view) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

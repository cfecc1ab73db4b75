package com.multigres.meta.testkit.topo;

import com.multigres.meta.store.Outcome;
import com.multigres.meta.topo.Batch;
import com.multigres.meta.topo.Cursor;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Mutation;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.Watch;
import com.multigres.meta.topo.WatchEvent;
import com.multigres.meta.topo.WatchListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ways to break a good store. */
final class Defect {
  /** The real call. */
  interface Call {
    @Nullable Object go(Object[] args) throws Throwable;
  }

  /** Stands between the caller and the store. */
  interface Intruder {
    @Nullable Object call(TopoStore store, Method method, Object[] args, Call real)
        throws Throwable;
  }

  static final Intruder NOTHING = (store, method, args, real) -> real.go(args);

  static final Intruder UNCONDITIONAL_WRITES =
      (store, method, args, real) -> {
        if (method.getName().equals("write")) {
          return real.go(new Object[] {args[0], args[1], Expect.any()});
        }
        return real.go(args);
      };

  static final Intruder TORN_BATCHES =
      (store, method, args, real) -> {
        if (!method.getName().equals("commit")) {
          return real.go(args);
        }
        Map<Object, Version> written = new HashMap<>();
        for (Mutation mutation : ((Batch) args[0]).mutations()) {
          Batch one = new Batch(List.of(), List.of(mutation));
          written.putAll(store.commit(one));
        }
        return written;
      };

  static final Intruder UNSORTED_LISTS =
      (store, method, args, real) -> {
        Object result = real.go(args);
        if (result instanceof List<?> list && method.getName().equals("list")) {
          List<Object> reversed = new ArrayList<>(list);
          Collections.reverse(reversed);
          return reversed;
        }
        return result;
      };

  static final Intruder UNKNOWN_OUTCOMES =
      (store, method, args, real) -> {
        try {
          return real.go(args);
        } catch (TopoException error) {
          throw new TopoException(
              error.code(),
              error.path().orElse(null),
              Outcome.UNKNOWN,
              String.valueOf(error.getMessage()),
              error);
        }
      };

  static final Intruder UNBINDING_WRITES =
      (store, method, args, real) -> {
        if (method.getName().equals("write") && !(args[2] instanceof Expect.Absent)) {
          store.writeAll(List.of(Mutation.delete((TopoPath) args[0], Expect.any())));
          return real.go(new Object[] {args[0], args[1], Expect.any()});
        }
        return real.go(args);
      };

  static final Intruder ENDLESS_WATCHES =
      (store, method, args, real) -> {
        Object result = real.go(args);
        return result instanceof Watch ? (Watch) () -> {} : result;
      };

  static final Intruder ENDLESS_STORES =
      (store, method, args, real) -> method.getName().equals("close") ? null : real.go(args);

  static final UnaryOperator<WatchListener> MISSES_DELETIONS =
      listener ->
          event -> {
            if (!(event instanceof WatchEvent.Deleted)) {
              listener.onEvent(event);
            }
          };

  static final UnaryOperator<WatchListener> TELLS_TWICE =
      listener ->
          event -> {
            listener.onEvent(event);
            listener.onEvent(event);
          };

  static final UnaryOperator<WatchListener> GIVES_UP =
      listener -> {
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        return event -> {
          if (thrown.isEmpty()) {
            try {
              listener.onEvent(event);
            } catch (IllegalStateException end) {
              thrown.add(end);
            }
          }
        };
      };

  /** A cursor of the revision that the event belongs to, on all but the revision's last event. */
  static final UnaryOperator<WatchListener> SKIPPING_CURSORS =
      listener ->
          event -> {
            listener.onEvent(
                event instanceof WatchEvent.Put put
                    ? new WatchEvent.Put(put.node(), oneFurther(put.cursor()))
                    : event);
          };

  private static Cursor oneFurther(Cursor cursor) {
    int dash = cursor.token().indexOf('-') + 1;
    String point = cursor.token().substring(dash);
    return point.equals("start")
        ? cursor
        : new Cursor(
            cursor.backend(), cursor.token().substring(0, dash) + (Long.parseLong(point) + 1));
  }

  private Defect() {}

  static Intruder stale() {
    Map<Object, Object> cache = new ConcurrentHashMap<>();
    return (store, method, args, real) -> {
      if (!method.getName().equals("read")) {
        return real.go(args);
      }
      Object fresh = Objects.requireNonNull(real.go(args));
      Object old = cache.putIfAbsent(System.identityHashCode(store) + " " + args[0], fresh);
      return old == null ? fresh : old;
    };
  }

  static Intruder watching(UnaryOperator<WatchListener> broken) {
    return (store, method, args, real) ->
        method.getName().equals("watch")
            ? real.go(new Object[] {args[0], args[1], broken.apply((WatchListener) args[2])})
            : real.go(args);
  }

  static TopoStore in(TopoStore store, Intruder intruder) {
    return (TopoStore)
        Proxy.newProxyInstance(
            Defect.class.getClassLoader(),
            new Class<?>[] {TopoStore.class},
            (proxy, method, args) ->
                intruder.call(store, method, args, given -> invoke(store, method, given)));
  }

  private static @Nullable Object invoke(TopoStore store, Method method, Object[] args)
      throws Throwable {
    try {
      return method.invoke(store, args);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}

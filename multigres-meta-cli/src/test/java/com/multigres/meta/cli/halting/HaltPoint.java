package com.multigres.meta.cli.halting;

import com.multigres.meta.store.StoreUri;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the writes of this process, to all stores of the scheme {@code halting-postgresql}, and
 * ends it before the one that the property {@value #PROPERTY} names: without a farewell.
 */
public final class HaltPoint {
  /** The number of the write before which the process ends; none when absent. */
  public static final String PROPERTY = "multigres.test.haltAtWrite";

  /** What the process ends with. */
  public static final int STATUS = 99;

  static final String SCHEME = "halting-postgresql";

  private static final AtomicInteger WRITES = new AtomicInteger();

  private HaltPoint() {}

  /** How many writes there were. */
  public static int writes() {
    return WRITES.get();
  }

  static <T> T wrap(Class<T> kind, T store, Set<String> writing) {
    return kind.cast(
        Proxy.newProxyInstance(
            HaltPoint.class.getClassLoader(),
            new Class<?>[] {kind},
            (proxy, method, arguments) -> {
              if (writing.contains(method.getName())
                  && WRITES.incrementAndGet() == Integer.getInteger(PROPERTY, -1)) {
                Runtime.getRuntime().halt(STATUS);
              }
              try {
                Object result = method.invoke(store, arguments);
                return kind.isInstance(result) ? wrap(kind, kind.cast(result), writing) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  static StoreUri real(StoreUri uri) {
    return StoreUri.parse(uri.toString().replaceFirst("^" + SCHEME, "postgresql"));
  }
}

package com.multigres.meta.k8s.bridge;

import com.multigres.meta.catalog.CatalogStore;
import com.multigres.meta.k8s.catalog.Front;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topology.GlobalTopology;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Before all that a bridge writes to: at one of its writes, counted over all targets, the process
 * dies, or falls asleep until it is woken. Who is dead writes nothing more anywhere.
 */
final class Gate implements Front.Passage {
  private static final int REFUSALS = 400;
  private static final Set<String> WRITES =
      Set.of("commit", "write", "delete", "writeAll", "apply", "raiseFence");

  private static final Set<String> CALLS = Set.of("read", "list", "commit", "write", "delete");
  static final String AWAY = "nobody answers there";

  /** What happens at the write. */
  enum What {
    DIE_BEFORE,
    DIE_AFTER,
    SLEEP
  }

  private final int at;
  private final What what;
  private final Predicate<String> counted;
  private final CountDownLatch asleep = new CountDownLatch(1);
  private final CountDownLatch awake = new CountDownLatch(1);
  private volatile boolean away;
  private int writes;
  private boolean dead;
  private boolean refused;

  /**
   * A gate.
   *
   * @param at which write; 0 for none
   * @param what happens there
   */
  Gate(int at, What what) {
    this(at, what, write -> true);
  }

  /** The same, where only some writes count: a method and a path, or what a store is asked. */
  Gate(int at, What what, Predicate<String> counted) {
    this.at = at;
    this.what = what;
    this.counted = counted;
  }

  /** Ends the thread as the end of its process would: nothing catches it. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1;

    Died() {
      super("the process was killed");
    }
  }

  /** From now on the topology cannot be reached, or again. */
  void topologyIsAway(boolean now) {
    away = now;
  }

  /** Waits until the writer sleeps; false where it came to its end before. */
  boolean awaitSleep(Thread writer) {
    Patience.eventually().until(() -> asleep.getCount() == 0 || !writer.isAlive());
    return asleep.getCount() == 0;
  }

  void wake() {
    awake.countDown();
  }

  /** Whether the target refused the write in question. */
  synchronized boolean refused() {
    return refused;
  }

  synchronized int writes() {
    return writes;
  }

  @Override
  public void before(String method, String path) {
    if (isWrite(method, path)) {
      before(method + " " + path);
    } else {
      checkAlive();
    }
  }

  @Override
  public void after(String method, String path, int status) {
    if (isWrite(method, path)) {
      after(method + " " + path, status >= REFUSALS);
    }
  }

  /** Events are no writes of a target: nobody acts on them. */
  private static boolean isWrite(String method, String path) {
    return !method.equals("GET") && !path.endsWith("/events");
  }

  private void before(String write) {
    boolean sleeps;
    synchronized (this) {
      checkAlive();
      if (!counted.test(write)) {
        return;
      }
      writes++;
      dead = writes == at && what == What.DIE_BEFORE;
      sleeps = writes == at && what == What.SLEEP;
      checkAlive();
    }
    if (sleeps) {
      asleep.countDown();
      try {
        if (!awake.await(Patience.longest().toSeconds() * 4, TimeUnit.SECONDS)) {
          throw new AssertionError("nobody woke it");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private synchronized void after(String write, boolean wasRefused) {
    if (!counted.test(write)) {
      checkAlive();
      return;
    }
    refused |= writes == at && wasRefused;
    dead |= writes == at && what == What.DIE_AFTER;
    checkAlive();
  }

  private synchronized void checkAlive() {
    if (dead) {
      throw new Died();
    }
  }

  CatalogStore before(CatalogStore store) {
    return proxy(CatalogStore.class, store);
  }

  GlobalTopology before(GlobalTopology global) {
    return GlobalTopology.of(proxy(TopoStore.class, global.store()), global.layout());
  }

  private <T> T proxy(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              boolean write = WRITES.contains(method.getName());
              if (away && type == TopoStore.class && CALLS.contains(method.getName())) {
                throw TopoException.refused(TopoException.Code.UNAVAILABLE, AWAY);
              }
              if (write) {
                before(method.getName());
              } else {
                checkAlive();
              }
              try {
                Object answer = method.invoke(real, arguments);
                if (write) {
                  after(method.getName(), false);
                }
                return answer;
              } catch (InvocationTargetException failed) {
                if (write) {
                  after(method.getName(), true);
                }
                throw failed.getCause() == null ? failed : failed.getCause();
              }
            }));
  }
}

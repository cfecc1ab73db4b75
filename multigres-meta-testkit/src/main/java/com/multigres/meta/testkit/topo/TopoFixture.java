package com.multigres.meta.testkit.topo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.multigres.meta.store.Outcome;
import com.multigres.meta.testkit.Evidence;
import com.multigres.meta.testkit.Fault;
import com.multigres.meta.testkit.Patience;
import com.multigres.meta.testkit.Requirements;
import com.multigres.meta.testkit.workload.StoreAddress;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.Expect;
import com.multigres.meta.topo.Node;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoException.Code;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.TopoStore;
import com.multigres.meta.topo.Version;
import com.multigres.meta.topo.WatchOptions;
import com.multigres.meta.topo.lock.Election;
import com.multigres.meta.topo.lock.Leadership;
import com.multigres.meta.topo.lock.LockOptions;
import com.multigres.meta.topo.lock.TopoLock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ConditionFactory;

/** What the rules share: the store under test, and how to speak about it. */
interface TopoFixture {
  /** The store under test, at a root of this test's own where nothing lies. */
  TopoStore store();

  /** One more client at the same root, closed after the test. */
  TopoStore another();

  /** A client at a directory below the test's root or, with an empty text, at the root itself. */
  TopoStore below(String directory);

  /** Sees to it that something is closed after the test, before the stores are. */
  <C extends AutoCloseable> C closing(C resource);

  /** By which address another process opens a store at the root, if one can. */
  Optional<StoreAddress> address();

  /** What the backend's test says that it cannot do. */
  Set<Capability> declaredMissing();

  /** What accidents can be arranged. */
  Faults arrangedFaults();

  default Faults faults(Fault... needed) {
    Requirements.offered(arrangedFaults(), needed);
    return arrangedFaults();
  }

  /** A time to live that no test lasts out, however busy the machine. */
  default Duration ttl() {
    Duration calm = Duration.ofSeconds(20);
    Duration most = store().capabilities().maxTtl();
    return most.compareTo(calm) < 0 ? most : calm;
  }

  /** A time to live for what shall expire, so that it does not hold a test up for long. */
  default Duration briefTtl() {
    Duration brief = Duration.ofMillis(1_500);
    Duration least = store().capabilities().minTtl();
    return least.compareTo(brief) > 0 ? least : brief;
  }

  /** The time within which what has this time to live goes after its owner's death. */
  default Duration gone(Duration ttl) {
    return ttl.plus(store().capabilities().sessionSlack()).plusSeconds(1);
  }

  default WatchRecorder watching(TopoStore from, TopoPath path, WatchOptions options) {
    WatchRecorder recorder = new WatchRecorder();
    closing(from.watch(path, options, recorder));
    return recorder;
  }

  default WatchRecorder watching(TopoPath directory) {
    return watching(store(), directory, WatchOptions.tree());
  }

  default Version put(TopoPath path, String value) {
    return store().write(path, bytes(value), Expect.any());
  }

  /** Reads a node that must stand. */
  static Node standing(TopoStore from, TopoPath path) {
    Optional<Node> node = from.read(path);
    assertThat(node).as("the node at %s", path).isPresent();
    return node.get();
  }

  static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  static TopoPath path(String text) {
    return TopoPath.parse(text);
  }

  static ConditionFactory eventually() {
    return Patience.eventually();
  }

  /** Asserts a refusal that changed nothing and says in one line why. */
  static TopoException refused(Code code, ThrowingCallable call) {
    TopoException error = failed(code, call);
    assertThat(error.outcome())
        .as("outcome of: %s", error.getMessage())
        .isEqualTo(Outcome.NOT_APPLIED);
    return error;
  }

  static TopoException failed(Code code, ThrowingCallable call) {
    TopoException error = catchThrowableOfType(TopoException.class, call);
    assertThat(error).as("an error with %s", code).isNotNull();
    assertThat(error.code()).as(error.getMessage()).isEqualTo(code);
    assertThat(error.getMessage()).doesNotContain("\n").isNotBlank();
    return error;
  }

  /** Ends a test as not run where the store lacks a capability that it is about. */
  default void needs(Capability capability, String refusal) {
    Requirements.capable(store().capabilities().has(capability), capability, refusal);
  }

  /** Asserts the refusal of what needs a capability that the store lacks. */
  default boolean lacking(Capability capability, ThrowingCallable call) {
    if (store().capabilities().has(capability)) {
      return false;
    }
    refused(Code.UNSUPPORTED, call);
    Evidence.of(new Evidence.RefusalChecked(capability));
    return true;
  }

  /** What the rules of locks share. */
  interface OfLocks extends TopoFixture {
    TopoPath LOCKED = path("databases/db1/default/0-inf");

    /** Of a lock that is not to expire. */
    default LockOptions options(String action) {
      return LockOptions.of(action).ttl(ttl()).waiting(Patience.longest());
    }

    /** Of a lock whose holder will die or lose touch. */
    default LockOptions brief(String action) {
      return options(action).ttl(briefTtl());
    }

    default TopoLock lock(TopoStore store, String action) {
      return closing(store.locks().lock(LOCKED, options(action)));
    }

    default List<String> queue() {
      return store().locks().queue(LOCKED).stream().map(info -> info.content().action()).toList();
    }

    /** Counts how often a holder is told of its loss. */
    default AtomicInteger losses(TopoLock lock) {
      AtomicInteger told = new AtomicInteger();
      lock.onLost(told::incrementAndGet);
      return told;
    }

    /** When a holder was told of its loss; 0 until then. */
    default AtomicLong toldAt(TopoLock lock) {
      AtomicLong at = new AtomicLong();
      lock.onLost(() -> at.set(System.nanoTime()));
      return at;
    }

    default void awaitLoss(TopoLock lock, AtomicInteger told) {
      eventually().until(() -> told.get() == 1);
      assertThat(lock.isHeld()).isFalse();
      refused(Code.LOCK_LOST, lock::check);
    }

    /** A thread that asks for the lock, once its place in the queue can be seen. */
    default Asking asking(TopoStore store, String action) {
      return asking(action, () -> store.locks().lock(LOCKED, options(action)));
    }

    default Asking asking(String action, Supplier<TopoLock> ask) {
      Asking asking = new Asking(ask);
      eventually().until(() -> asking.answer.isDone() || queue().contains(action));
      return asking;
    }

    /** A call that waits for a lock, on a thread of its own. */
    final class Asking {
      private final CompletableFuture<TopoLock> answer = new CompletableFuture<>();
      private final Thread thread;

      Asking(Supplier<TopoLock> ask) {
        thread =
            new Thread(
                () -> {
                  try {
                    answer.complete(ask.get());
                  } catch (RuntimeException refused) {
                    answer.completeExceptionally(refused);
                  }
                },
                "asking");
        thread.setDaemon(true);
        thread.start();
      }

      boolean answered() {
        return answer.isDone();
      }

      void interrupt() {
        thread.interrupt();
      }

      /** The lock; what the call threw is thrown here. */
      TopoLock lock() {
        eventually().until(answer::isDone);
        try {
          return answer.join();
        } catch (CompletionException failed) {
          if (failed.getCause() instanceof RuntimeException refused) {
            throw refused;
          }
          throw failed;
        }
      }
    }
  }

  /** What the rules of elections share. */
  interface OfElections extends OfLocks {
    TopoPath OFFICE = path("elections/primary");

    default boolean lacking() {
      return lacking(Capability.LOCKS, () -> store().locks());
    }

    default Election election(TopoStore store) {
      return store.locks().election(OFFICE);
    }

    default Leadership elected(TopoStore store, String candidate) {
      return closing(election(store).campaign(candidate, options("lead")));
    }

    default CompletableFuture<Leadership> candidate(TopoStore store, String name) {
      return candidate(store, name, options("lead"));
    }

    /** A campaign on a thread of its own, once it is won or its place in the queue can be seen. */
    default CompletableFuture<Leadership> candidate(
        TopoStore store, String name, LockOptions options) {
      int before = store().locks().queue(OFFICE).size();
      CompletableFuture<Leadership> won =
          CompletableFuture.supplyAsync(
              () -> election(store).campaign(name, options),
              task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                thread.start();
              });
      eventually().until(() -> won.isDone() || store().locks().queue(OFFICE).size() > before);
      return won;
    }

    default Leadership won(CompletableFuture<Leadership> candidate) {
      eventually().until(candidate::isDone);
      return closing(candidate.join());
    }

    default Optional<String> leader() {
      return election(another()).leader().map(Election.Leader::candidate);
    }
  }
}

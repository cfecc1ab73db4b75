package com.multigres.meta.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Before all that a bridge writes to: says when one of its writes is about to be sent, holds it
 * back until it may go on, and says whether the target refused it.
 */
final class StopBeforeWrite {
  private static final Set<String> WRITES =
      Set.of("commit", "write", "delete", "writeAll", "apply", "raiseFence");

  private final String counted;
  private final int at;
  private final Consumer<String> say;
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private int writes;

  /**
   * Nothing is held back yet.
   *
   * @param order what the writes that count contain, a colon, and which one of them it is
   * @param say hears {@code AT}, then {@code REFUSED} or {@code TAKEN}, each with words
   */
  StopBeforeWrite(String order, Consumer<String> say) {
    int colon = order.lastIndexOf(':');
    counted = order.substring(0, colon);
    at = Integer.parseInt(order.substring(colon + 1));
    this.say = say;
  }

  void goOn() {
    mayGoOn.countDown();
  }

  /**
   * Sends a write, when it is time.
   *
   * @param write a method and a path, or what a store is asked
   * @param refusal what an answer says where it is a refusal; an exception is one
   */
  <T> T pass(String write, Callable<T> send, Function<T, Optional<String>> refusal)
      throws Exception {
    if (!isTheOne(write)) {
      return send.call();
    }
    say.accept("AT " + write);
    // On a thread of its own: who has lost the lead meanwhile interrupts the sender, and it is the
    // target's refusal that is to be seen.
    FutureTask<T> late =
        new FutureTask<>(
            () -> {
              mayGoOn.await();
              return told(send, refusal);
            });
    Thread thread = new Thread(late, "late-write");
    thread.setDaemon(true);
    thread.start();
    return awaited(late);
  }

  private synchronized boolean isTheOne(String write) {
    return write.contains(counted) && ++writes == at;
  }

  private <T> T told(Callable<T> send, Function<T, Optional<String>> refusal) throws Exception {
    try {
      T answer = send.call();
      say.accept(refusal.apply(answer).map(words -> "REFUSED " + words).orElse("TAKEN"));
      return answer;
    } catch (Exception refused) {
      say.accept("REFUSED " + refused);
      throw refused;
    }
  }

  private static <T> T awaited(FutureTask<T> late) throws Exception {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return late.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException failed) {
          throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A store whose writes pass here. */
  <S> S before(Class<S> type, S real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Callable<Object> call =
                  () -> {
                    try {
                      return method.invoke(real, arguments);
                    } catch (InvocationTargetException failed) {
                      throw failed.getCause() instanceof Exception cause ? cause : failed;
                    }
                  };
              return WRITES.contains(method.getName())
                  ? pass(
                      type.getSimpleName() + " " + method.getName(),
                      call,
                      answer -> Optional.empty())
                  : call.call();
            }));
  }
}

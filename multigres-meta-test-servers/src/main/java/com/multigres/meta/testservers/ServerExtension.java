package com.multigres.meta.testservers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for a test class, to be registered as a static field: what the extensions of all servers
 * have in common. Where there is no server, the class is reported as {@code NOT RUN} with the
 * command that would provide it; with the variable {@code CI=true} or the property {@code
 * multigres.tests.all=true} it fails.
 *
 * @param <S> the server
 */
public abstract class ServerExtension<S extends AutoCloseable>
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private final Supplier<S> source;
  private final boolean shared;
  private final List<AutoCloseable> ofClass = new CopyOnWriteArrayList<>();
  // A test's callbacks and the test itself run on one thread, also where tests run in parallel.
  private final Map<Thread, List<AutoCloseable>> ofTest = new ConcurrentHashMap<>();

  private volatile Optional<S> server = Optional.empty();
  // The class that has the extension; the callbacks come for each class nested in it, too.
  private volatile Optional<Class<?>> owner = Optional.empty();

  /**
   * Registers where the server comes from.
   *
   * @param source finds or starts it
   * @param shared whether it goes on after the class
   */
  protected ServerExtension(Supplier<S> source, boolean shared) {
    this.source = source;
    this.shared = shared;
  }

  /** The server. */
  public final S server() {
    return server.orElseThrow(
        () ->
            new IllegalStateException("no test of the class runs yet, or the field is not static"));
  }

  /** The server of a class that has its own, as what it is when it is ours. */
  protected final <P extends S> P ownAs(Class<P> kind) {
    if (kind.isInstance(server()) && !shared) {
      return kind.cast(server());
    }
    throw new IllegalStateException("A shared server is not for one class to stop");
  }

  /** Closes a part of the server after the test, or after the class if it was made before one. */
  protected final <R extends AutoCloseable> R closedAfterwards(R part) {
    ofTest.getOrDefault(Thread.currentThread(), ofClass).add(part);
    return part;
  }

  @Override
  public final void beforeAll(ExtensionContext context) {
    if (owner.isPresent()) {
      return;
    }
    owner = context.getTestClass();
    try {
      server = Optional.of(source.get());
    } catch (ServerUnavailableException e) {
      throw NotRun.because(e);
    }
  }

  @Override
  public final void beforeEach(ExtensionContext context) {
    ofTest.put(Thread.currentThread(), new ArrayList<>());
  }

  @Override
  public final void afterEach(ExtensionContext context) throws Exception {
    List<AutoCloseable> parts = ofTest.remove(Thread.currentThread());
    if (parts != null) {
      closeAll(parts);
    }
  }

  @Override
  public final void afterAll(ExtensionContext context) throws Exception {
    if (!owner.equals(context.getTestClass())) {
      return;
    }
    owner = Optional.empty();
    List<AutoCloseable> parts = new ArrayList<>(ofClass);
    ofClass.clear();
    // JUnit calls this as well where there was no server to begin with.
    if (!shared) {
      server.ifPresent(parts::add);
      server = Optional.empty();
    }
    closeAll(parts);
  }

  /** Closes all of them, whichever fails. */
  private static void closeAll(List<AutoCloseable> parts) throws Exception {
    List<Exception> failures = new ArrayList<>();
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      Exception first = failures.remove(0);
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }
}

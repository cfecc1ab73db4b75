package com.multigres.meta.testservers.process;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.OrphanGuard;
import com.multigres.meta.testservers.internal.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run of a server's program, from its start to its end, guarded against the JVM's death. */
final class Daemon {

  private final Process process;
  private final ProcessTree tree;

  private Daemon(Process process, OrphanGuard guard) {
    this.process = process;
    this.tree = new ProcessTree(process.toHandle());
    guard.started(process.pid());
    // Also where nobody stopped it: the guard must not take its number for it any longer.
    CompletableFuture<Void> unused = process.onExit().thenRun(() -> guard.ended(process.pid()));
  }

  static Daemon launch(List<String> command, ServerFolder folder) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.path().toFile())
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()))
              .start();
      return new Daemon(process, folder.guard());
    } catch (IOException e) {
      throw new ServerStartException("cannot run " + command.get(0) + ": " + e.getMessage(), e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  int exit() {
    return process.exitValue();
  }

  boolean ended(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerStartException("interrupted while waiting for a server", e);
    }
  }

  /** Asks it to end, also when it is paused; false where it has not within the limit. */
  boolean stop(Duration limit) {
    tree.signal("TERM");
    tree.resume();
    return ended(limit);
  }

  /**
   * Ends it at once; false where it has not within the limit. Whoever is interrupted stays so, and
   * has to clean up all the same.
   */
  boolean kill(Duration limit) {
    boolean interrupted = Thread.interrupted();
    try {
      tree.signal("KILL");
      return ended(limit);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void pause() {
    tree.pause();
  }

  void resume() {
    tree.resume();
  }
}

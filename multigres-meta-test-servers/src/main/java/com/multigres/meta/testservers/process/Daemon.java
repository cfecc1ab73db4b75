package com.multigres.meta.testservers.process;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.OrphanGuard;
import com.multigres.meta.testservers.internal.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of a server's program, from its start to its end, guarded against the JVM's death. */
final class Daemon {

  private final Process process;
  private final ProcessTree tree;
  private final OrphanGuard guard;

  private Daemon(Process process, OrphanGuard guard) {
    this.process = process;
    this.tree = new ProcessTree(process.toHandle());
    this.guard = guard;
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
      try {
        return new Daemon(process, OrphanGuard.watch(process.pid(), folder.path(), true));
      } catch (IOException e) {
        process.destroyForcibly();
        throw e;
      }
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
    boolean ended = ended(limit);
    if (ended) {
      guard.dismiss();
    }
    return ended;
  }

  /** Ends it at once; false where it has not within the limit. */
  boolean kill(Duration limit) {
    tree.signal("KILL");
    boolean ended = ended(limit);
    if (ended) {
      guard.dismiss();
    }
    return ended;
  }

  void pause() {
    tree.pause();
  }

  void resume() {
    tree.resume();
  }
}

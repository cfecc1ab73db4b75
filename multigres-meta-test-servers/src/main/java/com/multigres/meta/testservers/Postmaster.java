package com.multigres.meta.testservers;

import com.multigres.meta.testservers.internal.OrphanGuard;
import com.multigres.meta.testservers.internal.PidFile;
import com.multigres.meta.testservers.internal.ProcessTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** PostgreSQL's first process with all its children, from its start to its end. */
final class Postmaster {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final ProcessTree tree;
  private final long pid;
  private final PostgresHome home;
  private final OrphanGuard guard;

  private Postmaster(
      Process process, ProcessTree tree, long pid, PostgresHome home, OrphanGuard guard) {
    this.process = process;
    this.tree = tree;
    this.pid = pid;
    this.home = home;
    this.guard = guard;
  }

  /** Starts it and waits until it takes connections. */
  static Postmaster start(PostgresBinaries binaries, PostgresHome home) {
    try {
      Process process =
          new ProcessBuilder(binaries.command("postgres", List.of("-D", home.data().toString())))
              .directory(home.folder().toFile())
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()))
              .start();
      ProcessTree tree = new ProcessTree(process.toHandle());
      OrphanGuard guard = home.guard();
      guard.started(process.pid());
      try {
        long pid = awaitReady(process, tree, home);
        return new Postmaster(process, tree, pid, home, guard);
      } catch (RuntimeException e) {
        if (process.isAlive()) {
          tree.pause();
          tree.signal("KILL");
          tree.awaitEnd(STOP_LIMIT);
        }
        guard.ended();
        throw e;
      }
    } catch (IOException e) {
      throw new ServerStartException(
          "cannot run " + binaries.bin().resolve("postgres") + ": " + e.getMessage(), e);
    }
  }

  private static long awaitReady(Process process, ProcessTree tree, PostgresHome home) {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (ended(process, Duration.ofMillis(10))) {
        throw new ServerStartException("PostgreSQL did not start: " + home.lastComplaint());
      }
      Optional<Long> ready = PidFile.ready(home.pidFile()).filter(tree::contains);
      if (ready.isPresent()) {
        return ready.get();
      }
    }
    throw new ServerStartException(
        "PostgreSQL was not ready after "
            + START_LIMIT.toSeconds()
            + " s: "
            + home.lastComplaint());
  }

  long pid() {
    return pid;
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Ends it in order: transactions are rolled back, data is written. */
  void stop() {
    tree.resume();
    ProcessTree.signal("INT", List.of(pid));
    if (!ended(process, STOP_LIMIT)) {
      kill();
    }
    guard.ended();
  }

  /** Ends every process at once, as a power failure would. */
  void kill() {
    tree.pause();
    tree.signal("KILL");
    if (!ended(process, STOP_LIMIT) || !tree.awaitEnd(STOP_LIMIT)) {
      throw new ServerStartException("PostgreSQL, process " + pid + ", does not end");
    }
    removeLockFiles();
    guard.ended();
  }

  /**
   * Where it was no child of ours it stays a zombie until somebody reaps it, which some containers'
   * first process does late or never; the next start would take it for running.
   */
  private void removeLockFiles() {
    try (DirectoryStream<Path> sockets =
        Files.newDirectoryStream(home.folder(), ".s.PGSQL.*.lock")) {
      for (Path socket : sockets) {
        Files.delete(socket);
      }
      Files.deleteIfExists(home.pidFile());
    } catch (IOException e) {
      throw new ServerStartException(
          "cannot remove the lock files of " + home.folder() + ": " + e.getMessage(), e);
    }
  }

  void pause() {
    tree.pause();
  }

  void resume() {
    tree.resume();
  }

  private static boolean ended(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerStartException("interrupted while waiting for PostgreSQL", e);
    }
  }
}

package com.multigres.meta.testservers.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a server whose JVM was killed before it could, and removes its temporary folder. A shell
 * waits on a pipe that only this JVM holds: its lines say which process works in the folder, its
 * end without a farewell that nobody is left to stop it. Thread-safe.
 */
public final class OrphanGuard {

  private static final Logger log = LoggerFactory.getLogger(OrphanGuard.class);

  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      pid=
      while read -r word number; do
        case "$word" in
          dismissed) exit 0 ;;
          started) pid=$number ;;
          ended) pid= ;;
        esac
      done
      if [ -n "$pid" ]; then
        children=$(ps -o pid= --ppid "$pid" 2>/dev/null)
        kill -s CONT "$pid" $children 2>/dev/null
        kill -s "$3" "$pid" $children 2>/dev/null
        [ -r "$4" ] && kill -s "$3" "$(head -n 1 "$4")" 2>/dev/null
        turns=0
        while kill -0 "$pid" 2>/dev/null && [ "$turns" -lt 100 ]; do
          sleep 0.1
          turns=$((turns + 1))
        done
        kill -s KILL "$pid" 2>/dev/null
      fi
      turns=0
      while [ "$2" = temporary ] && [ -e "$1" ] && [ "$turns" -lt 100 ]; do
        rm -rf "$1" 2>/dev/null || sleep 0.1
        turns=$((turns + 1))
      done
      exit 0
      """;

  private final Process shell;
  private final ReentrantLock telling = new ReentrantLock();

  private OrphanGuard(Process shell) {
    this.shell = shell;
  }

  /**
   * Watches over a folder, which may be still to be made, and over nobody in it yet. Who works in
   * it later has children and shared memory to take along: QUIT makes a postmaster do that at once.
   *
   * @param folder the server's folder
   * @param disposable whether the folder goes with the server
   */
  public static OrphanGuard watch(Path folder, boolean disposable) throws IOException {
    return start(folder, disposable, "QUIT", "");
  }

  /**
   * Watches over a server that loses nothing by being killed.
   *
   * @param pid the process that we started
   * @param folder the server's folder
   * @param disposable whether the folder goes with the server
   */
  public static OrphanGuard watch(long pid, Path folder, boolean disposable) throws IOException {
    OrphanGuard guard = start(folder, disposable, "KILL", "");
    guard.started(pid);
    return guard;
  }

  /**
   * Watches over a server that has children to take along.
   *
   * @param pid the process that we started
   * @param folder the server's folder
   * @param disposable whether the folder goes with the server
   * @param pidFile where the server itself writes the number of its first process
   */
  public static OrphanGuard watch(long pid, Path folder, boolean disposable, Path pidFile)
      throws IOException {
    OrphanGuard guard = start(folder, disposable, "QUIT", pidFile.toString());
    guard.started(pid);
    return guard;
  }

  private static OrphanGuard start(Path folder, boolean disposable, String signal, String pidFile)
      throws IOException {
    return new OrphanGuard(
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                SCRIPT,
                "multigres-orphan-guard",
                folder.toString(),
                disposable ? "temporary" : "kept",
                signal,
                pidFile)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** A process works in the folder now, and is to end with us. */
  public void started(long pid) {
    tell("started " + pid);
  }

  /** That process has ended; the folder is still ours. */
  public void ended() {
    tell("ended");
  }

  private void tell(String line) {
    telling.lock();
    try {
      OutputStream pipe = shell.getOutputStream();
      pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      log.warn("nobody is left to end a server should this JVM be killed: {}", e.getMessage());
    } finally {
      telling.unlock();
    }
  }

  /** The server has ended in order; there is nothing left to guard. Idempotent. */
  public void dismiss() {
    try (OutputStream line = shell.getOutputStream()) {
      line.write("dismissed\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // It is gone already: somebody killed it, or it was dismissed before.
      shell.destroyForcibly();
    }
  }
}

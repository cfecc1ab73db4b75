package com.multigres.meta.testservers.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Ends a server whose JVM was killed before it could. A shell waits on a pipe that only this JVM
 * holds: a line means that all is well, the pipe's end that nobody is left to stop the server.
 */
public final class OrphanGuard {

  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      if read -r dismissed; then exit 0; fi
      pids=$(ps -o pid= --ppid "$1" 2>/dev/null)
      kill -s CONT "$1" $pids 2>/dev/null
      kill -s "$5" "$1" 2>/dev/null
      [ -r "$4" ] && kill -s "$5" "$(head -n 1 "$4")" 2>/dev/null
      turns=0
      while kill -0 "$1" 2>/dev/null && [ "$turns" -lt 100 ]; do
        sleep 0.1
        turns=$((turns + 1))
      done
      kill -s KILL "$1" 2>/dev/null
      [ "$3" = temporary ] && rm -rf "$2"
      exit 0
      """;

  private final Process shell;

  private OrphanGuard(Process shell) {
    this.shell = shell;
  }

  /**
   * Watches over a server that loses nothing by being killed.
   *
   * @param pid the process that we started
   * @param folder the server's folder
   * @param disposable whether the folder goes with the server
   */
  public static OrphanGuard watch(long pid, Path folder, boolean disposable) throws IOException {
    return watch(pid, folder, disposable, "", "KILL");
  }

  /**
   * Watches over a server that has children and shared memory to take along: QUIT makes a
   * postmaster do that at once.
   *
   * @param pid the process that we started
   * @param folder the server's folder
   * @param disposable whether the folder goes with the server
   * @param pidFile where the server itself writes the number of its first process
   */
  public static OrphanGuard watch(long pid, Path folder, boolean disposable, Path pidFile)
      throws IOException {
    return watch(pid, folder, disposable, pidFile.toString(), "QUIT");
  }

  private static OrphanGuard watch(
      long pid, Path folder, boolean disposable, String pidFile, String signal) throws IOException {
    return new OrphanGuard(
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                SCRIPT,
                "multigres-orphan-guard",
                Long.toString(pid),
                folder.toString(),
                disposable ? "temporary" : "kept",
                pidFile,
                signal)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** The server has ended in order; there is nothing left to guard. */
  public void dismiss() {
    try (OutputStream line = shell.getOutputStream()) {
      line.write("dismissed\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // It is gone already: somebody killed it.
      shell.destroyForcibly();
    }
  }
}

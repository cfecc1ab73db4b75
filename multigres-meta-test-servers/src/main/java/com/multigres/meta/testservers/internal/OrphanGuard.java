package com.multigres.meta.testservers.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a server whose JVM was killed before it could, and removes its temporary folder. A shell
 * waits on a pipe that only this JVM holds: its lines say which process works in the folder, its
 * end without a farewell that nobody is left to stop it. Thread-safe.
 */
public final class OrphanGuard {

  /** How a server is ended that nobody is left to stop. */
  public enum Farewell {
    /** For one with children and shared memory: a postmaster takes them along at once. */
    QUIT,
    /** For one that loses nothing by it. */
    KILL
  }

  private static final Logger log = LoggerFactory.getLogger(OrphanGuard.class);

  // A process is known by its number and by when it was born: the number of a dead one is given
  // to another sooner or later.
  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      born() {
        if [ -r /proc/self/stat ]; then
          line=
          read -r line <"/proc/$1/stat" || return 0
          set -- ${line##*) }
          [ "$1" = Z ] || echo "${20}"
        else
          ps -o lstart= -p "$1"
        fi
      }
      works() { [ -n "$pid" ] && [ "$(born "$pid")" = "$birth" ]; }
      pid=
      while read -r word number; do
        case "$word" in
          started)
            pid=$number
            birth=$(born "$pid")
            [ -n "$birth" ] || pid=
            ;;
          ended) if [ -z "$number" ] || [ "$number" = "$pid" ]; then pid=; fi ;;
          dismissed)
            works || exit 0
            break
            ;;
        esac
      done
      if works; then
        children=$(ps -o pid= --ppid "$pid")
        kill -s CONT "$pid" $children
        kill -s "$3" "$pid" $children
        turns=0
        while works && [ "$turns" -lt 100 ]; do
          sleep 0.1
          turns=$((turns + 1))
        done
        works && kill -s KILL "$pid"
      fi
      turns=0
      while [ "$2" = temporary ] && [ -e "$1" ] && [ "$turns" -lt 100 ]; do
        rm -rf "$1" || sleep 0.1
        turns=$((turns + 1))
      done
      exit 0
      """;

  private final Path folder;
  private final Process shell;
  private final ReentrantLock telling = new ReentrantLock();
  private boolean dismissed;

  private OrphanGuard(Path folder, boolean disposable, Farewell farewell) throws IOException {
    this.folder = folder;
    this.shell =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                SCRIPT,
                "multigres-orphan-guard",
                folder.toString(),
                disposable ? "temporary" : "kept",
                farewell.name())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /**
   * Watches over a folder that stays when its server goes, and over nobody in it yet.
   *
   * @param folder the server's folder
   */
  public static OrphanGuard watch(Path folder, Farewell farewell) throws IOException {
    return new OrphanGuard(folder, false, farewell);
  }

  /**
   * Makes a folder that goes with its server, and which only our own account can read. The guard
   * stands before there is anything to guard: this JVM may be killed at any moment.
   *
   * @param server a word for the server, which the folder's name begins with
   * @return the guard, over nobody in the folder yet
   */
  public static OrphanGuard ofTemporary(String server, Farewell farewell) throws IOException {
    Path folder =
        Path.of(System.getProperty("java.io.tmpdir"))
            .resolve("multigres-" + server + "-" + Passwords.fresh(16));
    OrphanGuard guard = new OrphanGuard(folder, true, farewell);
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return guard;
    } catch (IOException e) {
      guard.dismiss();
      throw e;
    }
  }

  /** The server's folder. */
  public Path folder() {
    return folder;
  }

  /** A process works in the folder now, and is to end with us. */
  public void started(long pid) {
    tell("started " + pid);
  }

  /** That process has ended; the folder is still ours. */
  public void ended() {
    tell("ended");
  }

  /** This process has ended, unless another one has been started since. */
  public void ended(long pid) {
    tell("ended " + pid);
  }

  private void tell(String line) {
    telling.lock();
    try {
      if (!dismissed) {
        OutputStream pipe = shell.getOutputStream();
        pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
      }
    } catch (IOException e) {
      log.warn("nobody is left to end a server should this JVM be killed: {}", e.getMessage());
    } finally {
      telling.unlock();
    }
  }

  /**
   * There is nothing left to guard. Where a process still works in the folder after all, the guard
   * ends it now. Idempotent.
   */
  public void dismiss() {
    telling.lock();
    try (OutputStream pipe = shell.getOutputStream()) {
      if (!dismissed) {
        dismissed = true;
        pipe.write("dismissed\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // It is gone already: somebody killed it, or it was dismissed before.
      shell.destroyForcibly();
    } finally {
      telling.unlock();
    }
  }

  /** The shell that waits. */
  Process shell() {
    return shell;
  }
}

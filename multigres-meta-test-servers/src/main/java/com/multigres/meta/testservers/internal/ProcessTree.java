package com.multigres.meta.testservers.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A process and all that descends from it, told to stop, go on or die together. */
public final class ProcessTree {

  private final ProcessHandle root;

  /** Everyone paused: once the root is dead, its children are no longer found through it. */
  private volatile Set<ProcessHandle> members = Set.of();

  public ProcessTree(ProcessHandle root) {
    this.root = root;
  }

  public boolean contains(long pid) {
    return all().anyMatch(process -> process.pid() == pid);
  }

  private Stream<ProcessHandle> all() {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  /** Stops the parents first, until nobody is left who could start another. */
  public void pause() {
    Set<ProcessHandle> stopped = new LinkedHashSet<>();
    List<ProcessHandle> running = all().toList();
    while (!running.isEmpty()) {
      signal("STOP", running.stream().map(ProcessHandle::pid).toList());
      stopped.addAll(running);
      running = all().filter(process -> !stopped.contains(process)).toList();
    }
    members = stopped;
  }

  public void resume() {
    signal("CONT");
  }

  /** Sends a signal to everyone, those included who have lost their parent since the pause. */
  public void signal(String name) {
    Set<ProcessHandle> everyone = new LinkedHashSet<>(members);
    all().forEach(everyone::add);
    signal(name, everyone.stream().filter(ProcessTree::running).map(ProcessHandle::pid).toList());
  }

  public static void signal(String name, Collection<Long> pids) {
    if (pids.isEmpty()) {
      return;
    }
    List<String> line = new ArrayList<>(List.of("kill", "-s", name, "--"));
    pids.forEach(pid -> line.add(pid.toString()));
    // Whoever is interrupted has to clean up all the same.
    boolean interrupted = Thread.interrupted();
    try {
      // Fails for a process that is already gone, which is no failure.
      new Command(line).run(Duration.ofSeconds(10));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until nobody is left; false if somebody is. */
  public boolean awaitEnd(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (members.stream().anyMatch(ProcessTree::running)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(5_000_000);
    }
    return true;
  }

  /** A dead process that nobody has waited for still has a number, and nothing else. */
  public static boolean running(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    Path status = Path.of("/proc", Long.toString(process.pid()), "stat");
    try {
      String text = Files.readString(status);
      return !text.startsWith(" Z", text.lastIndexOf(')') + 1);
    } catch (IOException e) {
      // No such file: gone in between, unless this system has no /proc at all.
      return process.isAlive() && Files.notExists(Path.of("/proc/self"));
    }
  }
}

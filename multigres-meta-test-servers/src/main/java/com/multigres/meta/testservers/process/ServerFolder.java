package com.multigres.meta.testservers.process;

import com.multigres.meta.testservers.ServerStartException;
import com.multigres.meta.testservers.internal.FileTrees;
import com.multigres.meta.testservers.internal.OrphanGuard;
import com.multigres.meta.testservers.internal.Steps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The temporary folder of one server, which only its own account can read: its data and its log. A
 * guard stands beside it from before it is made: whatever kills this JVM, the folder goes, and who
 * works in it ends. Thread-safe.
 */
public final class ServerFolder {

  private static final Pattern COMPLAINT =
      Pattern.compile("(?i)error|fatal|panic|exception|not defined|unknown|failed|cannot");
  private static final int EXCERPT_LINES = 3;
  private static final int EXCERPT_WIDTH = 400;

  private final OrphanGuard guard;

  private ServerFolder(OrphanGuard guard) {
    this.guard = guard;
  }

  /**
   * Makes one.
   *
   * @param server a word for the server, which its name begins with
   * @return an empty folder
   */
  public static ServerFolder temporary(String server) {
    try {
      return new ServerFolder(OrphanGuard.ofTemporary(server, OrphanGuard.Farewell.KILL));
    } catch (IOException e) {
      throw new ServerStartException("cannot make a temporary folder for " + server, e);
    }
  }

  /** The folder. */
  public Path path() {
    return guard.folder();
  }

  /** Who is told what process works in it. */
  OrphanGuard guard() {
    return guard;
  }

  /** The folder of its data. */
  public Path data() {
    return path().resolve("data");
  }

  /** What the server says, since the first of its starts. */
  public Path log() {
    return path().resolve("server.log");
  }

  /** Writes a file of it, in place of one that is there. */
  public Path write(String name, String text) {
    try {
      return Files.writeString(path().resolve(name), text);
    } catch (IOException e) {
      throw new ServerStartException("cannot write " + path().resolve(name), e);
    }
  }

  /** How much the server has said so far. */
  long said() {
    try {
      return Files.exists(log()) ? Files.size(log()) : 0;
    } catch (IOException e) {
      throw new ServerStartException("cannot read " + log(), e);
    }
  }

  /**
   * What the server complained of since then, on one line, for a message about why it did not
   * start: programs complain first, and may explain their usage at length after that.
   */
  String complaint(long since) {
    List<String> lines;
    try (InputStream text = Files.newInputStream(log())) {
      text.skipNBytes(since);
      lines =
          new String(text.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("at "))
              .toList();
    } catch (IOException e) {
      return "it left no log in " + log();
    }
    List<String> complaints =
        lines.stream().filter(line -> COMPLAINT.matcher(line).find()).limit(EXCERPT_LINES).toList();
    List<String> shown = complaints.isEmpty() ? lastOf(lines) : complaints;
    return shown.isEmpty()
        ? "it said nothing"
        : String.join(" | ", shown.stream().map(ServerFolder::shortened).toList());
  }

  private static List<String> lastOf(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - EXCERPT_LINES), lines.size());
  }

  private static String shortened(String line) {
    return line.length() > EXCERPT_WIDTH ? line.substring(0, EXCERPT_WIDTH) + "…" : line;
  }

  /** Makes the server that lives in it; the folder goes where that fails. */
  public <S> S keptBy(Supplier<S> server) {
    return Steps.orUndo(server, this::release);
  }

  /** Removes it with all it holds. Idempotent. */
  public void release() {
    try {
      FileTrees.delete(path());
    } catch (IOException e) {
      // The guard goes on: it tries once more when this JVM ends.
      throw new ServerStartException("cannot delete " + path() + ": " + e.getMessage(), e);
    }
    guard.dismiss();
  }

  @Override
  public String toString() {
    return path().toString();
  }
}

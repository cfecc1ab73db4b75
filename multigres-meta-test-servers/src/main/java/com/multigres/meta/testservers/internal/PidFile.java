package com.multigres.meta.testservers.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The file in which PostgreSQL's first process says that it works in a data directory. */
public final class PidFile {
  private static final int STATUS_LINE = 7;

  private PidFile() {}

  /** The process that the file names, once its last line says that it takes connections. */
  public static Optional<Long> ready(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      boolean ready =
          lines.size() > STATUS_LINE
              && Stream.of("ready", "standby").anyMatch(lines.get(STATUS_LINE).strip()::equals);
      return ready ? Optional.of(Long.parseLong(lines.get(0).strip())) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The server that works there now. A file outlives a server that was killed, and its number is
   * somebody else's sooner or later; what cannot be told is left for PostgreSQL itself to refuse.
   */
  public static OptionalLong running(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .limit(1)
          .map(String::strip)
          .filter(text -> text.matches("\\d{1,18}"))
          .mapToLong(Long::parseLong)
          .filter(pid -> ProcessHandle.of(pid).filter(PidFile::isServer).isPresent())
          .findFirst();
    } catch (NoSuchFileException nobody) {
      return OptionalLong.empty();
    }
  }

  private static boolean isServer(ProcessHandle process) {
    return ProcessTree.running(process)
        && process
            .info()
            .command()
            .map(program -> String.valueOf(Path.of(program).getFileName()))
            .filter(name -> name.startsWith("postgres"))
            .isPresent();
  }
}

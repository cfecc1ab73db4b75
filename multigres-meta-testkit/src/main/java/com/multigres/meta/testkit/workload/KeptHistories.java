package com.multigres.meta.testkit.workload;

import com.multigres.meta.testkit.history.History;
import com.multigres.meta.testkit.history.file.HistoryFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where histories go that are not what they should be, so that somebody can look at them and have
 * them judged again: {@code -Dmultigres.testkit.histories=DIR}, else below a build's {@code
 * target}, else the temporary folder.
 */
public final class KeptHistories {
  /** The property that says where. */
  public static final String PROPERTY = "multigres.testkit.histories";

  private static final Logger log = LoggerFactory.getLogger(KeptHistories.class);
  private static final int SAME_SEED = 1_000;

  private KeptHistories() {}

  /**
   * Keeps a history as {@code history-SEED-NUMBER.jsonl}.
   *
   * @param seed of the workload
   * @param history what was recorded
   * @return the file; empty where it cannot be written, which must not hide what is wrong with it
   */
  public static Optional<Path> keep(long seed, History history) {
    try {
      Path file = newFile(Files.createDirectories(folder()), seed);
      HistoryFile.write(file, history);
      return Optional.of(file);
    } catch (IOException unwritable) {
      log.warn("a history cannot be kept: {}", unwritable.toString());
      return Optional.empty();
    }
  }

  private static Path folder() {
    String asked = System.getProperty(PROPERTY);
    if (asked != null) {
      return Path.of(asked).toAbsolutePath();
    }
    Path target = Path.of("target").toAbsolutePath();
    Path above = Files.isDirectory(target) ? target : Path.of(System.getProperty("java.io.tmpdir"));
    return above.resolve("multigres-histories");
  }

  /** Several tests of one run may have one seed. */
  private static Path newFile(Path folder, long seed) throws IOException {
    for (int number = 1; number < SAME_SEED; number++) {
      try {
        return Files.createFile(folder.resolve("history-" + seed + "-" + number + ".jsonl"));
      } catch (FileAlreadyExistsException taken) {
        log.debug("{} is somebody else's", taken.getFile());
      }
    }
    throw new IOException(
        "there are " + SAME_SEED + " histories of seed " + seed + " in " + folder);
  }
}

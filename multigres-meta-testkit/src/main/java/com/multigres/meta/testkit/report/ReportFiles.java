package com.multigres.meta.testkit.report;

import com.multigres.meta.testkit.report.internal.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The report's documents in a folder: {@code report.json}, {@code report.html}, {@code junit.xml}.
 */
public final class ReportFiles {
  private ReportFiles() {}

  /**
   * Writes them, each whole or not at all.
   *
   * @param report what they say
   * @param folder where; it is made where it is missing
   * @return the files
   * @throws IOException when one cannot be written
   */
  public static List<Path> write(Report report, Path folder) throws IOException {
    Files.createDirectories(folder);
    return List.of(
        write(folder.resolve("report.json"), ReportJson.of(report)),
        write(folder.resolve("report.html"), ReportPage.of(report)),
        write(folder.resolve("junit.xml"), JUnitXml.of(report)));
  }

  /** Where beside a report the histories lie that are not what they should be. */
  public static Path histories(Path folder) {
    return folder.resolve("histories");
  }

  private static Path write(Path file, String text) throws IOException {
    Path partial = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".partial");
    try {
      Files.writeString(partial, text);
      return Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}

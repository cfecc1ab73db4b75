package com.multigres.meta.testservers.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

/** Programs of the shell that stand where a test wants one. */
final class Programs {

  private Programs() {}

  static Path thatSays(Path file, String text) throws IOException {
    return script(file, "echo '" + text + "'");
  }

  static Path script(Path file, String lines) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * Variables under which the build script finds a Go that does what the lines say. Where it is
   * asked for its version, it is one that is too old unless the lines answer first.
   */
  static Map<String, String> environment(Path folder, String lines) throws IOException {
    Path bin = folder.resolve("go-bin");
    script(bin.resolve("go"), lines + "\n[ \"$1\" = env ] && echo go1.10 ; exit 1");
    String path =
        Stream.concat(Stream.of(bin.toString()), Stream.of(System.getenv("PATH")))
            .reduce((first, second) -> first + File.pathSeparator + second)
            .orElseThrow();
    return Map.of("PATH", path);
  }
}

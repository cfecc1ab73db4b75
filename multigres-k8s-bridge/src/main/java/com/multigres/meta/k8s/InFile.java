package com.multigres.meta.k8s;

import java.util.OptionalInt;

/**
 * A document of a file.
 *
 * @param file the file as the caller gave it
 * @param lines where the document's fields stand
 */
record InFile(String file, YamlLines lines) implements Field.Place {
  @Override
  public OptionalInt lineOf(FieldPath path) {
    return lines.lineOf(path);
  }
}

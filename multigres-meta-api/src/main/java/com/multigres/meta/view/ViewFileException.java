package com.multigres.meta.view;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A view could not be read from a file, or not be saved to one. */
public final class ViewFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Code {
    /** The file is not a saved view, or was damaged. */
    CORRUPT,
    /** A newer version of this library wrote it. */
    TOO_NEW,
    /** It is that of another cluster. */
    OTHER_CLUSTER,
    /** The file system refused. */
    IO
  }

  private final Code code;
  private final transient Path file;
  private final transient OptionalLong offset;

  ViewFileException(
      Code code, Path file, OptionalLong offset, String message, @Nullable Throwable cause) {
    super(
        file + (offset.isPresent() ? " at byte " + offset.getAsLong() : "") + ": " + message,
        cause);
    this.code = code;
    this.file = file;
    this.offset = offset;
  }

  static ViewFileException io(Path file, String message, Throwable cause) {
    return new ViewFileException(Code.IO, file, OptionalLong.empty(), message, cause);
  }

  /**
   * What is wrong.
   *
   * @return the code
   */
  public Code code() {
    return code;
  }

  /**
   * Which file it is about.
   *
   * @return the file
   */
  public Path file() {
    return file;
  }

  /**
   * Where in the file it went wrong.
   *
   * @return the byte; empty where it is about the whole file
   */
  public OptionalLong offset() {
    return offset;
  }
}

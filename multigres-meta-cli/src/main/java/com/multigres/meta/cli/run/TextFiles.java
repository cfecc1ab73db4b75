package com.multigres.meta.cli.run;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that the user named. */
public final class TextFiles {
  private TextFiles() {}

  /** The file's text. */
  public static String read(Path file, String what) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
  }

  /** The file's bytes. */
  public static byte[] bytes(Path file, String what) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
  }

  /** Writes a file whole. */
  public static void write(Path file, String text, String what) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw CliException.badFile(what + " " + file + " cannot be written: " + reason(e), e);
    }
  }

  private static CliException unreadable(Path file, String what, IOException e) {
    return CliException.badFile(what + " " + file + " cannot be read: " + reason(e), e);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}

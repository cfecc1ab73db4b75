package com.multigres.meta.k8s;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A manifest's text and what to call it in messages.
 *
 * @param name the file as the caller gave it
 * @param text the whole text
 */
record ManifestText(String name, String text) {

  /** Many times what any Kubernetes object may weigh; a file above it is not a manifest. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  static ManifestText of(Path file) {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw problem(name, "is a directory, not a manifest");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw problem(name, "is larger than " + MAX_BYTES + " bytes");
      }
      return new ManifestText(name, decode(bytes));
    } catch (NoSuchFileException e) {
      throw problem(name, "there is no such file", e);
    } catch (CharacterCodingException e) {
      throw problem(name, "is not text in UTF-8", e);
    } catch (IOException e) {
      throw problem(name, "cannot be read: " + e, e);
    }
  }

  ManifestException problem(OptionalInt line, String what, Throwable... causes) {
    return new ManifestException(name, line, "", what, causes);
  }

  private static ManifestException problem(String name, String what, Throwable... causes) {
    return new ManifestException(name, OptionalInt.empty(), "", what, causes);
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}

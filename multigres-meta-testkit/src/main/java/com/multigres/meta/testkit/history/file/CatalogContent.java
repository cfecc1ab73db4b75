package com.multigres.meta.testkit.history.file;

import com.multigres.meta.model.Catalog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names what a catalog holds: the same short text for the same content, in every process. A checker
 * that knows the changes works out the same text, and compares.
 */
public final class CatalogContent {
  // Tells these texts from others that somebody records: only these can be worked out.
  private static final String MARK = "sha:";
  private static final int BYTES = 12;

  private CatalogContent() {}

  /**
   * The name of a catalog's content.
   *
   * @param catalog the catalog
   * @return the text
   */
  public static String of(Catalog catalog) {
    byte[] text = JsonWriter.text(CatalogText.of(catalog)).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return MARK + HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("every Java has SHA-256", never);
    }
  }

  /**
   * Whether a text is of this kind.
   *
   * @param content what names some content
   * @return true when {@link #of} may have made it
   */
  public static boolean isOne(String content) {
    return content.startsWith(MARK);
  }
}

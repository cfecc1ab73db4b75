package com.multigres.meta.testservers.internal;

import java.security.SecureRandom;

/** Random words of lower-case letters and digits: safe in SQL, in URIs and in files. */
public final class Passwords {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Passwords() {}

  public static String fresh() {
    return fresh(32);
  }

  public static String fresh(int length) {
    return RANDOM
        .ints(length, 0, ALPHABET.length())
        .collect(
            StringBuilder::new,
            (text, index) -> text.append(ALPHABET.charAt(index)),
            StringBuilder::append)
        .toString();
  }
}

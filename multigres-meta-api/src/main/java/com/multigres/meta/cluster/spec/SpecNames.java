package com.multigres.meta.cluster.spec;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The names that stand in a cluster's description: DNS labels, as Kubernetes has them. */
final class SpecNames {
  private static final int LONGEST_SHOWN = 200;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private SpecNames() {}

  static String label(String what, String name, int longest) {
    if (name.isEmpty()) {
      throw BadSpec.because("a " + what + " must have a name");
    }
    if (name.length() > longest) {
      throw BadSpec.because(
          "the name of a "
              + what
              + " has at most "
              + longest
              + " characters, not "
              + name.length());
    }
    if (!LABEL.matcher(name).matches()) {
      throw BadSpec.because(
          "the name of a "
              + what
              + " is a DNS label (lower-case letters, digits, inner hyphens), not \""
              + shown(name)
              + "\"");
    }
    return name;
  }

  static <T> void unique(String what, Collection<T> all, Function<T, String> name) {
    Set<String> seen = new HashSet<>();
    for (T each : all) {
      if (!seen.add(name.apply(each))) {
        throw BadSpec.because("there are two " + what + " named " + name.apply(each));
      }
    }
  }

  /** Foreign text for a message: one line, no credentials, not endless. */
  static String shown(String text) {
    String flat = text.replaceAll("\\p{Cntrl}", "?").replaceAll("//[^/@]*@", "//***@");
    return flat.length() <= LONGEST_SHOWN ? flat : flat.substring(0, LONGEST_SHOWN) + "…";
  }
}

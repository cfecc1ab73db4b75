package com.multigres.meta.store;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options of an address, {@code ?name=value&…}, read as what they stand for. Each that makes no
 * sense is refused by its name and with what it takes. Immutable and thread-safe.
 */
public final class AddressOptions {
  private final Map<String, String> given;

  private AddressOptions(Map<String, String> given) {
    this.given = given;
  }

  /**
   * The options of an address.
   *
   * @param uri the address
   * @param known the names of all options that such an address takes
   * @return the options
   * @throws IllegalArgumentException naming an option that is not among the known ones
   */
  public static AddressOptions of(StoreUri uri, Set<String> known) {
    for (String name : uri.parameters().keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "option '%s' is not known; %s:// takes %s"
                .formatted(name, uri.scheme(), String.join(", ", new TreeSet<>(known))));
      }
    }
    return new AddressOptions(uri.parameters());
  }

  /**
   * An option as it stands.
   *
   * @param name the option
   * @return its value; empty when it was not given
   */
  public Optional<String> text(String name) {
    return Optional.ofNullable(given.get(name));
  }

  /**
   * An option that is on or off, and off when it was not given.
   *
   * @param name the option
   * @return whether it is {@code true}
   * @throws IllegalArgumentException if it is neither {@code true} nor {@code false}
   */
  public boolean flag(String name) {
    return switch (text(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(name, "true or false");
    };
  }

  /**
   * An option that is a whole number.
   *
   * @param name the option
   * @param usual the number when it was not given
   * @param least the smallest that makes sense, not negative
   * @param most the largest
   * @return the number
   * @throws IllegalArgumentException if it is no number in between
   */
  public int number(String name, int usual, int least, int most) {
    return (int) number(name, (long) usual, least, most);
  }

  /**
   * The same for larger numbers.
   *
   * @param name the option
   * @param usual the number when it was not given
   * @param least the smallest that makes sense, not negative
   * @param most the largest
   * @return the number
   * @throws IllegalArgumentException if it is no number in between
   */
  public long number(String name, long usual, long least, long most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return usual;
    }
    // Of so many digits every number fits.
    long number = text.get().matches("\\d{1,18}") ? Long.parseLong(text.get()) : -1;
    if (number < least || number > most) {
      throw refused(name, "a number from " + least + " to " + most);
    }
    return number;
  }

  /**
   * An option that is a duration.
   *
   * @param name the option
   * @param usual the duration when it was not given
   * @return the duration
   * @throws IllegalArgumentException if it is none as {@link DurationText#parse} reads
   */
  public Duration duration(String name, Duration usual) {
    return text(name)
        .map(
            text ->
                DurationText.parse(text)
                    .orElseThrow(() -> refused(name, "a duration like " + DurationText.EXAMPLES)))
        .orElse(usual);
  }

  /** What is wrong with an option's value. */
  private IllegalArgumentException refused(String name, String takes) {
    return new IllegalArgumentException(
        "option '%s' is %s, not '%s'".formatted(name, takes, given.get(name)));
  }
}

package com.multigres.meta.testkit.fault;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom an accident befalls.
 *
 * @param kind who it is
 * @param number which of the clients or members, from 0; 0 for the others
 */
public record Target(Kind kind, int number) {

  /** Who can be befallen. */
  public enum Kind {
    /** One client, or its way to the server. */
    CLIENT,
    /** The server as a whole. */
    SERVER,
    /** Whoever of several servers leads at that moment. */
    LEADER,
    /** One of several servers. */
    MEMBER
  }

  private static final Pattern FORM = Pattern.compile("(client|member)-(\\d{1,5})|(server|leader)");

  /** Checks the number. */
  public Target {
    boolean counted = kind == Kind.CLIENT || kind == Kind.MEMBER;
    if (number < 0 || (number > 0 && !counted)) {
      throw new IllegalArgumentException("no " + kind + " has the number " + number);
    }
  }

  /**
   * A client.
   *
   * @param number which one, from 0
   * @return the target
   */
  public static Target client(int number) {
    return new Target(Kind.CLIENT, number);
  }

  /**
   * The server as a whole.
   *
   * @return the target
   */
  public static Target server() {
    return new Target(Kind.SERVER, 0);
  }

  /**
   * Whoever leads at that moment.
   *
   * @return the target
   */
  public static Target leader() {
    return new Target(Kind.LEADER, 0);
  }

  /**
   * One of several servers.
   *
   * @param number which one, from 0
   * @return the target
   */
  public static Target member(int number) {
    return new Target(Kind.MEMBER, number);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text such as {@code client-3}
   * @return the target
   */
  public static Target parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither client-N nor member-N, server or leader");
    }
    if (matcher.group(1) == null) {
      return text.equals("server") ? server() : leader();
    }
    int number = Integer.parseInt(matcher.group(2));
    return matcher.group(1).equals("client") ? client(number) : member(number);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case CLIENT -> "client-" + number;
      case SERVER -> "server";
      case LEADER -> "leader";
      case MEMBER -> "member-" + number;
    };
  }
}

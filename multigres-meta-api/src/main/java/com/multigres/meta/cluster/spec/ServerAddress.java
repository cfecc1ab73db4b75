package com.multigres.meta.cluster.spec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two ways in which the address of a topology server is written. */
final class ServerAddress {
  private static final String HOST = "(?:\\[[0-9a-fA-F:.]+]|[^\\s\\p{Cntrl}/:\\[\\]@?#]+)";
  private static final Pattern PLAIN = Pattern.compile(HOST + ":(?<port>[0-9]{1,5})");
  private static final Pattern URL =
      Pattern.compile("https?://" + HOST + "(?::(?<port>[0-9]{1,5}))?/?");

  private ServerAddress() {}

  static String check(String address) {
    for (Pattern form : new Pattern[] {PLAIN, URL}) {
      Matcher matcher = form.matcher(address);
      if (matcher.matches() && inRange(matcher)) {
        return address;
      }
    }
    throw BadSpec.because(
        "a server address is host:port or http(s)://host:port, not \""
            + SpecNames.shown(address)
            + "\"");
  }

  private static boolean inRange(Matcher matcher) {
    String port = matcher.group("port");
    return port == null || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65535);
  }
}

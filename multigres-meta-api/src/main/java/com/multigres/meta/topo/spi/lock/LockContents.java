package com.multigres.meta.topo.spi.lock;

import com.google.protobuf.ByteString;
import com.multigres.meta.topo.TopoException;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.lock.LockContent;
import com.multigres.meta.topo.lock.LockInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What holders say of themselves, as the other components write it: a JSON object, indented by two
 * spaces, with {@code Action}, {@code HostName}, {@code UserName}, {@code Time} (RFC 3339), {@code
 * Options} (an object) and {@code Status}.
 */
public final class LockContents {
  private static final String UNREADABLE = "unreadable";

  private LockContents() {}

  /**
   * Writes a content.
   *
   * @param content the content
   * @return its bytes
   */
  public static ByteString encode(LockContent content) {
    StringBuilder text = new StringBuilder("{\n");
    member(text, "Action", content.action());
    member(text, "HostName", content.hostName());
    member(text, "UserName", content.userName());
    member(text, "Time", content.time().map(DateTimeFormatter.ISO_INSTANT::format).orElse(""));
    text.append("  \"Options\": ");
    options(text, new TreeMap<>(content.options()));
    text.append(",\n  \"Status\": ");
    JsonText.quote(text, content.status());
    return ByteString.copyFromUtf8(text.append("\n}").toString());
  }

  private static void member(StringBuilder text, String name, String value) {
    text.append("  \"").append(name).append("\": ");
    JsonText.quote(text, value);
    text.append(",\n");
  }

  private static void options(StringBuilder text, Map<String, String> options) {
    String separator = "{";
    for (Map.Entry<String, String> option : options.entrySet()) {
      text.append(separator).append("\n    ");
      JsonText.quote(text, option.getKey());
      text.append(": ");
      JsonText.quote(text, option.getValue());
      separator = ",";
    }
    text.append(options.isEmpty() ? "{}" : "\n  }");
  }

  /**
   * Reads a content that anybody may have written: what is missing or of another shape reads as
   * empty, what is no JSON object as an action {@code unreadable}. A lock stays a lock whatever its
   * holder says.
   *
   * @param bytes the bytes
   * @return what they say
   */
  public static LockContent decode(ByteString bytes) {
    try {
      return content(JsonText.members(bytes.toStringUtf8()));
    } catch (IllegalArgumentException notJson) {
      return new LockContent(UNREADABLE, "", "", Optional.empty(), Map.of(), "");
    }
  }

  private static LockContent content(Map<String, String> members) {
    return new LockContent(
        text(members, "Action"),
        text(members, "HostName"),
        text(members, "UserName"),
        time(text(members, "Time")),
        options(members.getOrDefault("Options", "{}")),
        text(members, "Status"));
  }

  private static Map<String, String> options(String text) {
    Map<String, String> options = new TreeMap<>();
    try {
      JsonText.members(text).forEach((name, value) -> options.put(name, JsonText.plain(value)));
    } catch (IllegalArgumentException noObject) {
      return Map.of();
    }
    return options;
  }

  private static String text(Map<String, String> members, String name) {
    return JsonText.plain(members.getOrDefault(name, "\"\""));
  }

  /**
   * The refusal of a lock that somebody else holds, in one line (rule T22).
   *
   * @param path what was to be locked
   * @param holder what the holder says of itself; empty where it was gone before it could be asked
   * @return a {@code LOCK_HELD} that names the holder, and what it does
   */
  public static TopoException held(TopoPath path, Optional<LockContent> holder) {
    String who =
        holder
            .map(content -> content.asker() + " holds it for: " + content.action())
            .orElse("somebody else was there first");
    return TopoException.refused(
        TopoException.Code.LOCK_HELD, path, who.replaceAll("\\s+", " ") + " (T22)");
  }

  /**
   * The same, from the queue as it stands.
   *
   * @param request what was asked for
   * @param queue everybody who stands at the path, of either kind
   * @return a {@code LOCK_HELD} that names the holder of the kind that was asked for
   */
  public static TopoException held(LockRequest request, List<LockInfo> queue) {
    return held(
        request.path(),
        queue.stream()
            .filter(info -> info.kind() == request.kind() && info.holds())
            .findFirst()
            .map(LockInfo::content));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}

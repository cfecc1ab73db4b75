package com.multigres.meta.testkit.history.file;

import com.multigres.meta.testkit.history.TopoCall;
import com.multigres.meta.testkit.history.WatchNews;
import com.multigres.meta.topo.Capability;
import com.multigres.meta.topo.TopoPath;
import com.multigres.meta.topo.WatchEvent.Resync;
import com.multigres.meta.topo.lock.FencingToken;
import com.multigres.meta.topo.lock.LockKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A topology's calls as JSON. */
final class TopoCallText {
  private TopoCallText() {}

  static Fields.Draft of(TopoCall call) {
    Fields.Draft draft = new Fields.Draft();
    if (call instanceof TopoCall.Opened opened) {
      List<String> names = opened.capabilities().stream().map(Enum::name).sorted().toList();
      return draft.put("call", "opened-topology").put("capabilities", names);
    } else if (call instanceof TopoCall.Get get) {
      return draft.put("call", "get").put("path", get.path().names());
    } else if (call instanceof TopoCall.ListBelow list) {
      draft.put("call", "list").put("path", list.directory().names());
      return draft.put("snapshot", list.snapshot());
    } else if (call instanceof TopoCall.Commit commit) {
      return draft.put("call", "commit").putAll(TopoText.batch(commit.batch()));
    } else if (call instanceof TopoCall.Watch watch) {
      draft.put("call", "watch").put("stream", watch.stream()).put("path", watch.path().names());
      return draft
          .put("tree", watch.tree())
          .put("resumed", watch.resumed())
          .put("after", watch.after());
    } else if (call instanceof TopoCall.Told told) {
      return draft.put("call", "told").put("stream", told.stream()).putAll(news(told.news()));
    }
    return ofLock(call);
  }

  private static Fields.Draft ofLock(TopoCall call) {
    Fields.Draft draft = new Fields.Draft();
    if (call instanceof TopoCall.Acquire acquire) {
      draft.put("call", "acquire").putAll(TopoText.lock(acquire.path(), acquire.kind()));
      draft.put("grace", acquire.theft().map(theft -> theft.grace().toString()));
      return draft.put("believed", acquire.theft().map(theft -> theft.believed().toString()));
    } else if (call instanceof TopoCall.StillHolds holds) {
      draft.put("call", "still-holds").putAll(TopoText.lock(holds.path(), holds.kind()));
      return draft.put("token", holds.token());
    } else if (call instanceof TopoCall.Release release) {
      draft.put("call", "release").putAll(TopoText.lock(release.path(), release.kind()));
      return draft.put("token", release.token());
    } else if (call instanceof TopoCall.Lost lost) {
      draft.put("call", "lost").putAll(TopoText.lock(lost.path(), lost.kind()));
      return draft.put("token", lost.token());
    } else if (call instanceof TopoCall.SessionClosed closed) {
      return draft.put("call", "session-closed").put("path", closed.path().names());
    } else if (call instanceof TopoCall.SessionsEnded ended) {
      draft.put("call", "sessions-ended").put("owner", ended.owner());
      return draft.put("believed", ended.believed().toString());
    }
    return ofObserver(call);
  }

  private static Fields.Draft ofObserver(TopoCall call) {
    Fields.Draft draft = new Fields.Draft();
    if (call instanceof TopoCall.Follow follow) {
      draft.put("call", "follow").put("stream", follow.stream());
      return draft.putAll(TopoText.lock(follow.path(), follow.kind()));
    } else if (call instanceof TopoCall.HolderTold told) {
      draft.put("call", "holder-told").put("stream", told.stream());
      return draft.putAll(TopoText.lock(told.path(), told.kind())).put("token", told.token());
    }
    TopoCall.HolderSeen seen = (TopoCall.HolderSeen) call;
    draft.put("call", "holder-seen").put("stream", seen.stream());
    return draft.putAll(TopoText.lock(seen.path(), seen.kind())).put("token", seen.token());
  }

  private static Fields.Draft news(WatchNews news) {
    Fields.Draft draft = new Fields.Draft();
    if (news instanceof WatchNews.Put put) {
      return draft.put("news", "put").put("node", TopoText.seen(put.node()));
    } else if (news instanceof WatchNews.Deleted deleted) {
      return draft.put("news", "deleted").put("path", deleted.path().names());
    } else if (news instanceof WatchNews.Resync resync) {
      return draft.put("news", "resync").put("how", resync.kind());
    } else if (news instanceof WatchNews.Ended ended) {
      return draft.put("news", "ended").put("code", ended.code());
    }
    return draft.put("news", "in-sync");
  }

  static TopoCall read(Fields fields) {
    return switch (fields.text("call")) {
      case "opened-topology" ->
          new TopoCall.Opened(
              fields.texts("capabilities").stream()
                  .map(Capability::valueOf)
                  .collect(Collectors.toUnmodifiableSet()));
      case "get" -> new TopoCall.Get(TopoText.path(fields, "path"));
      case "list" ->
          new TopoCall.ListBelow(TopoText.path(fields, "path"), fields.isTrue("snapshot"));
      case "commit" -> new TopoCall.Commit(TopoText.batch(fields));
      case "watch" ->
          new TopoCall.Watch(
              fields.text("stream"),
              TopoText.path(fields, "path"),
              fields.isTrue("tree"),
              fields.isTrue("resumed"),
              fields.maybe("after"));
      case "told" -> new TopoCall.Told(fields.text("stream"), news(fields));
      case "session-closed" -> new TopoCall.SessionClosed(TopoText.path(fields, "path"));
      case "sessions-ended" ->
          new TopoCall.SessionsEnded(
              fields.maybe("owner"), Duration.parse(fields.text("believed")));
      default -> readOfLock(fields);
    };
  }

  private static TopoCall readOfLock(Fields fields) {
    TopoPath path = TopoText.path(fields, "path");
    LockKind kind = TopoText.kind(fields);
    Optional<FencingToken> token = fields.maybe("token").map(FencingToken::parse);
    return switch (fields.text("call")) {
      case "acquire" -> new TopoCall.Acquire(path, kind, theft(fields));
      case "follow" -> new TopoCall.Follow(fields.text("stream"), path, kind);
      case "holder-told" -> new TopoCall.HolderTold(fields.text("stream"), path, kind, token);
      case "holder-seen" -> new TopoCall.HolderSeen(fields.text("stream"), path, kind, token);
      default -> readHolding(fields);
    };
  }

  private static Optional<TopoCall.Theft> theft(Fields fields) {
    return fields
        .maybe("grace")
        .map(Duration::parse)
        .map(grace -> new TopoCall.Theft(grace, Duration.parse(fields.text("believed"))));
  }

  private static TopoCall readHolding(Fields fields) {
    FencingToken token = TopoText.token(fields);
    return switch (fields.text("call")) {
      case "still-holds" ->
          new TopoCall.StillHolds(TopoText.path(fields, "path"), TopoText.kind(fields), token);
      case "release" ->
          new TopoCall.Release(TopoText.path(fields, "path"), TopoText.kind(fields), token);
      case "lost" -> new TopoCall.Lost(TopoText.path(fields, "path"), TopoText.kind(fields), token);
      default -> throw new IllegalArgumentException("no call: " + fields.text("call"));
    };
  }

  private static WatchNews news(Fields fields) {
    return switch (fields.text("news")) {
      case "put" -> new WatchNews.Put(TopoText.seen(Fields.of(fields.get("node"))));
      case "deleted" -> new WatchNews.Deleted(TopoText.path(fields, "path"));
      case "resync" -> new WatchNews.Resync(Resync.Kind.valueOf(fields.text("how")));
      case "ended" -> new WatchNews.Ended(fields.text("code"));
      case "in-sync" -> new WatchNews.InSync();
      default -> throw new IllegalArgumentException("no news: " + fields.text("news"));
    };
  }
}

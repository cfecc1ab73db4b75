package com.multigres.meta.testkit.history.file;

import com.multigres.meta.catalog.CatalogCapability;
import com.multigres.meta.catalog.CatalogEvent.Full.Reason;
import com.multigres.meta.catalog.Position;
import com.multigres.meta.catalog.ReadOptions;
import com.multigres.meta.testkit.history.CatalogCall;
import com.multigres.meta.testkit.history.CatalogNews;
import java.util.List;
import java.util.stream.Collectors;

/** A catalog's calls as JSON. */
final class CatalogCallText {
  private CatalogCallText() {}

  static Fields.Draft of(CatalogCall call) {
    Fields.Draft draft = new Fields.Draft();
    if (call instanceof CatalogCall.Apply apply) {
      draft.put("call", "apply").put("change", apply.changeId()).put("what", apply.what());
      draft.put("changes", apply.changes().stream().map(ChangeText::of).toList());
      return draft.put("expected", apply.expected());
    } else if (call instanceof CatalogCall.Opened opened) {
      List<String> names = opened.capabilities().stream().map(Enum::name).sorted().toList();
      return draft.put("call", "opened").put("capabilities", names);
    } else if (call instanceof CatalogCall.Known known) {
      draft.put("call", "known").put("position", known.position());
      return draft.put("catalog", CatalogText.of(known.catalog()));
    } else if (call instanceof CatalogCall.Read read) {
      draft.put("call", "read").put("source", read.source());
      return draft.put("atLeast", read.atLeast());
    } else if (call instanceof CatalogCall.Page page) {
      return draft.put("call", "page").put("before", page.before()).put("limit", page.limit());
    } else if (call instanceof CatalogCall.Subscribe subscribe) {
      draft.put("call", "subscribe").put("stream", subscribe.stream());
      return draft.put("from", subscribe.from());
    }
    CatalogCall.Told told = (CatalogCall.Told) call;
    return draft.put("call", "notified").put("stream", told.stream()).putAll(news(told.news()));
  }

  private static Fields.Draft news(CatalogNews news) {
    Fields.Draft draft = new Fields.Draft();
    if (news instanceof CatalogNews.Changed changed) {
      draft.put("news", "changed").put("position", changed.position());
      return draft.put("content", changed.content());
    } else if (news instanceof CatalogNews.Full full) {
      draft.put("news", "full").put("reason", full.reason()).put("position", full.position());
      return draft.put("content", full.content());
    }
    return draft.put("news", "ended").put("code", ((CatalogNews.Ended) news).code());
  }

  static CatalogCall read(Fields fields) {
    return switch (fields.text("call")) {
      case "apply" ->
          new CatalogCall.Apply(
              fields.maybe("change"),
              fields.text("what"),
              fields.maybe("expected").map(Position::parse),
              fields.has("changes")
                  ? fields.objects("changes").stream().map(ChangeText::read).toList()
                  : List.of());
      case "opened" ->
          new CatalogCall.Opened(
              fields.texts("capabilities").stream()
                  .map(CatalogCapability::valueOf)
                  .collect(Collectors.toUnmodifiableSet()));
      case "known" ->
          new CatalogCall.Known(
              Position.parse(fields.text("position")),
              CatalogText.read(Fields.of(fields.get("catalog"))));
      case "read" ->
          new CatalogCall.Read(
              ReadOptions.Source.valueOf(fields.text("source")),
              fields.maybe("atLeast").map(Position::parse));
      case "page" ->
          new CatalogCall.Page(fields.number("before"), Math.toIntExact(fields.number("limit")));
      case "subscribe" ->
          new CatalogCall.Subscribe(
              fields.text("stream"), fields.maybe("from").map(Position::parse));
      case "notified" -> new CatalogCall.Told(fields.text("stream"), news(fields));
      default -> throw new IllegalArgumentException("no call: " + fields.text("call"));
    };
  }

  private static CatalogNews news(Fields fields) {
    return switch (fields.text("news")) {
      case "changed" ->
          new CatalogNews.Changed(Position.parse(fields.text("position")), fields.text("content"));
      case "full" ->
          new CatalogNews.Full(
              Position.parse(fields.text("position")),
              Reason.valueOf(fields.text("reason")),
              fields.text("content"));
      case "ended" -> new CatalogNews.Ended(fields.text("code"));
      default -> throw new IllegalArgumentException("no news: " + fields.text("news"));
    };
  }
}

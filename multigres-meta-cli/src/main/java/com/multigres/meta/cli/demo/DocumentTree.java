package com.multigres.meta.cli.demo;

import com.multigres.meta.cli.catalog.document.CatalogTree;
import com.multigres.meta.cli.cluster.ClusterView;
import com.multigres.meta.cli.output.Paint;
import com.multigres.meta.cli.output.TextTree;
import com.multigres.meta.cluster.ClusterEntry;
import java.util.ArrayList;
import java.util.List;

/** What the cluster came to: the tree of the design document's "in other words". */
final class DocumentTree {
  private final ClusterView view;
  private final Paint paint;

  DocumentTree(ClusterView view, Paint paint) {
    this.view = view;
    this.paint = paint;
  }

  List<String> lines() {
    String name = view.entry().map(ClusterEntry::name).orElse("?");
    TextTree tree = new TextTree("In other words, " + paint.strong("cluster " + name) + " has");
    view.catalog()
        .ifPresent(catalog -> new CatalogTree(paint, false).grow(tree, catalog.catalog()));
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(tree.lines());
    return lines;
  }
}

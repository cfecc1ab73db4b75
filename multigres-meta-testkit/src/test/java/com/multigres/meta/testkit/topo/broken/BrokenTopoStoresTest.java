package com.multigres.meta.testkit.topo.broken;

import static org.assertj.core.api.Assertions.assertThat;

import com.multigres.meta.testkit.broken.Defect;
import com.multigres.meta.topo.TopoStore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Broken nodes are caught, and no rule is without a test and a defect. */
class BrokenTopoStoresTest extends CatchingContract {
  @Override
  List<Defect<TopoStore>> defects() {
    return TopoDefects.ofNodes();
  }

  @Test
  void everyRuleIsTested() {
    assertThat(stores.tested())
        .containsAll(IntStream.rangeClosed(1, 33).mapToObj(number -> "T" + number).toList());
  }

  @Test
  void everyRuleIsBrokenByADefect() {
    assertThat(stores.unbroken(TopoDefects.all())).isEmpty();
  }
}

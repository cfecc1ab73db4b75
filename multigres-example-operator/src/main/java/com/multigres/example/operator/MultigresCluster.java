package com.multigres.example.operator;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.HashMap;
import java.util.Map;

/** The resource, of which the operator itself wants to know nothing but that it is there. */
@Group("multigres.com")
@Version("v1alpha1")
public final class MultigresCluster extends CustomResource<Map<String, Object>, Map<String, Object>>
    implements Namespaced {
  private static final long serialVersionUID = 1;

  @Override
  protected Map<String, Object> initSpec() {
    return new HashMap<>();
  }

  @Override
  protected Map<String, Object> initStatus() {
    return new HashMap<>();
  }
}

package org.gradcl.backend.opencl;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.BackendProvider;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.opencl.discovery.DeviceScan;
import org.gradcl.backend.opencl.discovery.FoundDevice;

/** Finds OpenCL devices. */
public final class OpenClBackendProvider implements BackendProvider {
  /** Touches nothing. */
  public OpenClBackendProvider() {}

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public String title() {
    return "OpenCL";
  }

  @Override
  public List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (FoundDevice found : DeviceScan.scan()) {
      candidates.add(
          found
              .rejection()
              .map(r -> Candidate.rejected(found.description(), r.reason(), r.detail()))
              .orElseGet(() -> usable(found)));
    }
    return candidates;
  }

  private static Candidate usable(FoundDevice found) {
    return Candidate.usable(
        found.description(),
        found.properties().orElseThrow().score(),
        found.properties().orElseThrow().memory(),
        () -> SelfTest.open(found));
  }
}

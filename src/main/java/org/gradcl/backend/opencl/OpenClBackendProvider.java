package org.gradcl.backend.opencl;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.BackendProvider;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.Device;
import org.gradcl.backend.opencl.discovery.DeviceScan;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.device.Precision;

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

  private static Candidate.Opener opener(FoundDevice found) {
    return new Candidate.Opener() {
      @Override
      public Device open() {
        return open(Precision.FLOAT32);
      }

      @Override
      public Device open(Precision precision) {
        return SelfTest.open(found, precision, SelfTestVerdicts.standard());
      }
    };
  }

  private static Candidate usable(FoundDevice found) {
    return Candidate.usable(
        found.description(),
        found.properties().orElseThrow().score(),
        found.properties().orElseThrow().memory(),
        opener(found));
  }
}

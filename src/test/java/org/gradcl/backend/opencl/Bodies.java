package org.gradcl.backend.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.Device;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.OpenClForTests;

/** Every usable device with each product forced: what the tests of the backend run over. */
record Bodies(Candidate candidate, String body) {
  /** All of them. */
  static Stream<Bodies> all() {
    List<Bodies> all = new ArrayList<>();
    for (Candidate candidate : OpenClForTests.usable()) {
      for (String body : EngineUnderTest.BODIES) {
        all.add(new Bodies(candidate, body));
      }
    }
    return all.stream();
  }

  /** Opens the device, with the product forced. */
  Device open() {
    String before = System.getProperty(MatmulSetting.PROPERTY);
    System.setProperty(MatmulSetting.PROPERTY, body);
    try {
      return candidate.opener().open();
    } finally {
      if (before == null) {
        System.clearProperty(MatmulSetting.PROPERTY);
      } else {
        System.setProperty(MatmulSetting.PROPERTY, before);
      }
    }
  }

  @Override
  public String toString() {
    return body + " on " + candidate.description().summary();
  }
}

package org.gradcl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradcl.backend.Candidate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("opencl")
class OpenClForTestsTest {
  @Test
  void theMachineHasWhatTheTestsExpectOfIt() {
    List<Candidate> usable = OpenClForTests.usable();
    switch (OpenClForTests.EXPECTATION) {
      case "required" -> assertThat(usable).as(OpenClForTests.found()).isNotEmpty();
      case "absent" -> assertThat(usable).as(OpenClForTests.found()).isEmpty();
      default -> assertThat(OpenClForTests.EXPECTATION).isEqualTo("auto");
    }
    assertThat(EngineUnderTest.openCl().isEmpty()).isEqualTo(usable.isEmpty());
  }
}

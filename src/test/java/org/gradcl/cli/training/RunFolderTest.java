package org.gradcl.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFolderTest {
  @ParameterizedTest
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its paths and its shells are others")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "runs/2026-11-26T10-00-00, runs/2026-11-26T10-00-00",
        "my runs/a,                'my runs/a'",
        "run$1,                    'run$1'",
        "it's,                     'it'\\''s'",
      })
  void aFolderToGoOnWithCanBePastedIntoAShell(Path path, String word) {
    assertThat(new RunFolder(path).quoted()).isEqualTo(word);
  }
}

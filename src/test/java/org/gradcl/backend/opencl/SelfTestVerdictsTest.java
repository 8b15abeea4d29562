package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestVerdictsTest {
  @TempDir Path folder;

  @Test
  void theCacheIsTheUsersAndNeverAFolderWhereTheProgramHappensToRun() {
    Path below = Path.of("gradcl", "self-test");
    String cache = folder.toString();
    String home = folder.resolve("home").toString();
    assertThat(SelfTestVerdicts.folder(cache, home)).contains(folder.resolve(below));
    Path inHome = folder.resolve(".cache").resolve(below);
    assertThat(SelfTestVerdicts.folder(null, cache)).contains(inHome);
    assertThat(SelfTestVerdicts.folder("", cache)).contains(inHome);
    assertThat(SelfTestVerdicts.folder("relative", cache)).contains(inHome);
    assertThat(SelfTestVerdicts.folder("not\0a path", cache)).contains(inHome);
    // What Java says where the system does not know the user, as in many containers.
    assertThat(SelfTestVerdicts.folder(null, "?")).isEmpty();
    assertThat(SelfTestVerdicts.folder(null, null)).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenCostsTheNextProcessATestAndNothingElse() throws IOException {
    Path file = Files.createFile(folder.resolve("a file"));
    SelfTestVerdicts verdicts = new SelfTestVerdicts(file.resolve("below"));
    String key = "key of " + folder;
    assertThat(verdicts.hasPassed(key)).isFalse();
    assertThatCode(() -> verdicts.remember(key)).doesNotThrowAnyException();
    assertThat(verdicts.hasPassed(key)).isTrue();
  }

  @Test
  void whatIsNoFileOfOursIsNoVerdict() throws IOException {
    Files.createDirectory(folder.resolve("key"));
    assertThat(new SelfTestVerdicts(folder).hasPassed("key")).isFalse();
  }
}

package org.gradcl.backend.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.program.Programs;
import org.gradcl.plan.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which self-tests were passed, in this process and, as empty files, on this machine. A
 * failed test is never remembered. Safe for use by several threads and processes.
 */
final class SelfTestVerdicts {
  private static final Logger LOG = LoggerFactory.getLogger(SelfTestVerdicts.class);
  private static final Set<String> PASSED = ConcurrentHashMap.newKeySet();

  private final Path folder;

  /** Verdicts kept in a folder, which is created when the first is remembered. */
  SelfTestVerdicts(Path folder) {
    this.folder = folder;
  }

  /** Verdicts kept in the user's cache. */
  static SelfTestVerdicts standard() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return new SelfTestVerdicts(base.resolve("gradcl").resolve("self-test"));
  }

  /** What a verdict is valid for: the device, its driver, how it is used, and the kernels' text. */
  static String key(FoundDevice found, Target target) {
    DeviceProperties properties = found.properties().orElseThrow();
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    StringBuilder text = new StringBuilder();
    text.append(properties.platform()).append('\n').append(properties.name()).append('\n');
    text.append(properties.version()).append('\n').append(properties.driver()).append('\n');
    text.append(target).append('\n').append(Programs.options()).append('\n');
    for (String file : KernelFiles.PROGRAMS) {
      text.append(KernelFiles.load(file, new Macros()).text());
    }
    KernelFiles.INCLUDES.forEach(file -> text.append(KernelFiles.load(file, new Macros()).text()));
    return HexFormat.of()
        .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether the test of a key was passed. */
  boolean hasPassed(String key) {
    return PASSED.contains(key) || Files.exists(folder.resolve(key));
  }

  /** Remembers that the test of a key was passed. */
  void remember(String key) {
    PASSED.add(key);
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(key), new byte[0]);
    } catch (IOException e) {
      // The next process tests again: slower, not wrong.
      LOG.debug("The verdict of the self-test can't be kept in {}", folder, e);
    }
  }
}

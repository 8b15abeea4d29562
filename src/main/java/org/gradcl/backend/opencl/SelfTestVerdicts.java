package org.gradcl.backend.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.launch.KernelLaunch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which self-tests were passed, in this process and, as empty files, on this machine. A
 * failed test is never remembered. Safe for use by several threads and processes.
 */
final class SelfTestVerdicts {
  private static final Logger LOG = LoggerFactory.getLogger(SelfTestVerdicts.class);
  private static final Set<String> PASSED = ConcurrentHashMap.newKeySet();

  private final Optional<Path> folder;

  /** Verdicts kept in a folder, which is created when the first is remembered. */
  SelfTestVerdicts(Path folder) {
    this(Optional.of(folder));
  }

  private SelfTestVerdicts(Optional<Path> folder) {
    this.folder = folder;
  }

  /** Verdicts kept in the user's cache; in this process only where the user has none. */
  static SelfTestVerdicts standard() {
    return new SelfTestVerdicts(
        folder(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home")));
  }

  /**
   * The folder in the user's cache. Relative paths count as absent, as the XDG base directory
   * specification has it, and because Java's home of a user unknown to the system is {@code ?}.
   */
  static Optional<Path> folder(String cache, String home) {
    return absolute(cache)
        .or(() -> absolute(home).map(path -> path.resolve(".cache")))
        .map(base -> base.resolve("gradcl").resolve("self-test"));
  }

  private static Optional<Path> absolute(String path) {
    try {
      return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * What a verdict is valid for: the device, its driver, and all that the test compiles and runs,
   * which is more than the kernel files: macros, printed expressions, options, arguments, shapes.
   *
   * @param options of the device's compiler
   * @param tolerance of the test
   * @param launches of the self-test on that device
   */
  static String key(
      DeviceProperties device, String options, double tolerance, List<KernelLaunch> launches) {
    StringBuilder text = new StringBuilder();
    text.append(device.platform()).append('\n').append(device.name()).append('\n');
    text.append(device.version()).append('\n').append(device.driver()).append('\n');
    text.append(options).append('\n').append(tolerance).append('\n');
    for (KernelLaunch launch : launches) {
      text.append(launch.kernel()).append(launch.shape()).append(launch.arguments()).append('\n');
      text.append(launch.source().text());
    }
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return HexFormat.of()
        .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether the test of a key was passed. */
  boolean hasPassed(String key) {
    return PASSED.contains(key)
        || folder.map(path -> Files.isRegularFile(path.resolve(key))).orElse(false);
  }

  /** Remembers that the test of a key was passed. */
  void remember(String key) {
    PASSED.add(key);
    if (folder.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(folder.get());
      Files.write(folder.get().resolve(key), new byte[0]);
    } catch (IOException e) {
      // The next process tests again: slower, not wrong.
      LOG.debug("The verdict of the self-test can't be kept in {}", folder.get(), e);
    }
  }
}

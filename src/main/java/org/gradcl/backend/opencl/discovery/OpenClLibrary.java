package org.gradcl.backend.opencl.discovery;

import java.nio.file.Path;
import java.util.Optional;
import org.gradcl.backend.Candidate.Rejection;
import org.jocl.CL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads OpenCL and JOCL's native library, once a process, and keeps the verdict. Nothing else may
 * touch JOCL before {@link #failure} was found empty. Safe for use by several threads.
 */
public final class OpenClLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(OpenClLibrary.class);

  private OpenClLibrary() {}

  /** Why OpenCL can't be used; empty if it can. */
  public static Optional<Rejection> failure() {
    return Verdict.FAILURE;
  }

  /** Computed by the first who asks; others wait. */
  private static final class Verdict {
    static final Optional<Rejection> FAILURE = load(new LibrarySearch());
  }

  static Optional<Rejection> load(LibrarySearch search) {
    Optional<Path> library = search.find();
    if (library.isEmpty()) {
      return Optional.of(
          new Rejection(
              OpenClReason.NO_OPENCL_LIBRARY,
              "libOpenCL not found\nlooked for " + search.candidates()));
    }
    // JOCL extracts its library under one fixed name and trusts what lies there: several processes
    // that start at once would crash each other. Unique names are removed at exit.
    if (System.getProperty("uniqueLibraryNames") == null) {
      System.setProperty("uniqueLibraryNames", "true");
    }
    try {
      // The first touch of the class loads the library; whether there are platforms shows later.
      CL.clGetPlatformIDs(0, null, new int[1]);
      LOG.debug("Loaded JOCL over {}", library.get());
      return Optional.empty();
    } catch (LinkageError e) {
      LOG.debug("JOCL could not be loaded", e);
      return Optional.of(new Rejection(OpenClReason.NATIVE_LIBRARY_FAILED, explain(e)));
    }
  }

  /** What went wrong in a sentence, out of JOCL's page of nested stack traces. */
  static String explain(LinkageError error) {
    String message = String.valueOf(error.getMessage());
    if (message.contains("failed to map segment")) {
      return "the temporary folder "
          + System.getProperty("java.io.tmpdir")
          + " is mounted noexec, so JOCL's native library, which is unpacked there, can't be"
          + " loaded";
    }
    if (error instanceof NoClassDefFoundError) {
      return "JOCL failed to load earlier in this process: " + message;
    }
    String firstLine = message.lines().findFirst().orElse(message);
    return "JOCL's native library could not be loaded: " + firstLine;
  }
}

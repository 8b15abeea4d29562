package org.gradcl.backend.opencl.discovery;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gradcl.backend.Candidate.Rejection;
import org.gradcl.text.FileFailure;
import org.jocl.CL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads OpenCL and JOCL's native library, once a process, and keeps the verdict. Nothing else may
 * touch JOCL before {@link #failure} was found empty. Safe for use by several threads.
 */
public final class OpenClLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(OpenClLibrary.class);

  /** What JOCL says if it runs itself, and finds no OpenCL. */
  private static final String NO_IMPLEMENTATION = "Implementation library could not be loaded";

  private static final String TEMPORARY_FOLDER = "java.io.tmpdir";

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
      return noLibrary(
          search
              .damaged()
              .map(
                  file ->
                      file
                          + " is damaged or no library, and the system looks no further; remove or"
                          + " replace it")
              .orElseGet(() -> "libOpenCL not found\nlooked for " + search.candidates()));
    }
    try {
      loadJocl();
      LOG.debug("Loaded JOCL over {}", library.get());
      return Optional.empty();
    } catch (IOException e) {
      LOG.debug("JOCL can't be unpacked", e);
      return failed(
          String.format(
              "JOCL's native library can't be unpacked in the temporary folder %s: %s",
              temporaryFolder(), FileFailure.sentence(e)));
    } catch (UnsupportedOperationException e) {
      LOG.debug("No OpenCL library", e);
      return noLibrary(library.get() + " is not OpenCL's loader: " + e.getMessage());
    } catch (LinkageError e) {
      LOG.debug("JOCL could not be loaded", e);
      if (String.valueOf(e.getMessage()).contains(NO_IMPLEMENTATION)) {
        return noLibrary("libOpenCL could not be loaded: " + refusalOfLinker(library.get()));
      }
      return failed(explain(e));
    }
  }

  private static Optional<Rejection> noLibrary(String detail) {
    return Optional.of(new Rejection(OpenClReason.NO_OPENCL_LIBRARY, detail));
  }

  /** What JOCL keeps to itself: a library that it needs is not there, say. */
  private static String refusalOfLinker(Path library) {
    try {
      System.load(library.toAbsolutePath().toString());
      return library + " is there, but JOCL can't use it";
    } catch (UnsatisfiedLinkError e) {
      return e.getMessage();
    }
  }

  private static Optional<Rejection> failed(String detail) {
    return Optional.of(new Rejection(OpenClReason.NATIVE_LIBRARY_FAILED, detail));
  }

  /**
   * Loads JOCL, which reads from system properties where and under which name it is to unpack its
   * library. The usual name is a fixed one, and what lies there is trusted: several processes that
   * start at once would crash each other. Unique names are removed at exit.
   */
  private static void loadJocl() throws IOException {
    String before = System.getProperty(TEMPORARY_FOLDER);
    Path folder = LibraryFolder.create(temporaryFolder());
    // Java keeps the temporary folder that it sees first: it must not see ours.
    Files.delete(File.createTempFile(".java", null, folder.toFile()).toPath());
    if (System.getProperty("uniqueLibraryNames") == null) {
      System.setProperty("uniqueLibraryNames", "true");
    }
    System.setProperty(TEMPORARY_FOLDER, folder.toString());
    try {
      // The first touch of the class loads the library; whether there are platforms shows later.
      CL.clGetPlatformIDs(0, null, new int[1]);
    } finally {
      System.setProperty(TEMPORARY_FOLDER, before);
    }
  }

  /** Absolute: the system's loader takes no other path. */
  private static Path temporaryFolder() {
    return Path.of(System.getProperty(TEMPORARY_FOLDER)).toAbsolutePath();
  }

  /** What went wrong in a sentence, out of JOCL's page of nested stack traces. */
  static String explain(LinkageError error) {
    String message = String.valueOf(error.getMessage());
    if (message.contains("failed to map segment")) {
      return "the temporary folder "
          + temporaryFolder()
          + " is mounted noexec, so JOCL's native library, which is unpacked there, can't be"
          + " loaded";
    }
    if (error instanceof NoClassDefFoundError) {
      return "JOCL failed to load earlier in this process: " + message;
    }
    return "JOCL's native library could not be loaded: " + lastCause(message);
  }

  /**
   * The message of the exception at the end: JOCL's page holds the attempt to find an installed
   * library, which always fails, and then the one that counts, with its causes.
   */
  private static String lastCause(String page) {
    String cause = "";
    boolean begins = false;
    for (String line : page.lines().toList()) {
      if (begins || line.startsWith("Caused by: ")) {
        cause = line;
      }
      begins = line.startsWith("Stack trace from the attempt ");
    }
    if (cause.isEmpty()) {
      return page.lines().findFirst().orElse(page);
    }
    return cause.replaceFirst("^Caused by: ", "").replaceFirst("^[\\w.$]*(Error|Exception): ", "");
  }
}

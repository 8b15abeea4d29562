package org.gradcl.gpu.compiler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.gradcl.gpu.listing.Listing;

/** From OpenCL C to what a device would execute. Safe for use by several threads. */
interface VendorCompiler {
  /** Between options. */
  Pattern BLANKS = Pattern.compile("\\s+");

  /**
   * Compiles a program.
   *
   * @param folder empty, for this program's files
   * @throws CompilerException if the compiler refuses it
   */
  Listing compile(Program program, Path folder) throws IOException;

  /** The options of a program, one by one. */
  static List<String> options(Program program) {
    return BLANKS.splitAsStream(program.options().strip()).filter(o -> !o.isEmpty()).toList();
  }
}

package org.gradcl.gpu.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradcl.gpu.listing.GcnParser;
import org.gradcl.gpu.listing.Listing;

/** AMD: clang with the device libraries of ROCm, which is what AMD's driver calls. */
final class AmdCompiler implements VendorCompiler {
  private static final String LIBRARIES = "lib/x86_64-linux-gnu/amdgcn/bitcode/";

  private final GpuTools tools;

  AmdCompiler(GpuTools tools) {
    this.tools = tools;
  }

  @Override
  public Listing compile(Program program, Path folder) throws IOException {
    Path input = Files.writeString(folder.resolve("program.cl"), program.source());
    Path output = folder.resolve("program.s");
    Tool clang =
        new Tool(folder, tools.file("lib/llvm-19/bin/clang"))
            .set("LD_LIBRARY_PATH", tools.libraries("llvm-19/lib"))
            .with("-target", "amdgcn-amd-amdhsa", "-mcpu=" + program.architecture().word())
            .with("-nogpulib", "-mcode-object-version=4")
            .with("-x", "cl", "-O3", "-Xclang", "-finclude-default-header");
    for (String library : libraries(program.architecture())) {
      clang
          .with("-Xclang", "-mlink-builtin-bitcode")
          .with("-Xclang", tools.file(LIBRARIES + library + ".bc").toString());
    }
    clang
        .with(VendorCompiler.options(program))
        .with("-S", "-o", output.toString(), input.toString())
        .run();
    return GcnParser.parse(program.kernel(), Tool.read(output));
  }

  private List<String> libraries(Architecture architecture) {
    boolean wide = architecture == Architecture.GFX90A;
    List<String> libraries = new ArrayList<>(List.of("opencl", "ocml", "ockl"));
    libraries.add("oclc_isa_version_" + isa(architecture));
    libraries.add("oclc_wavefrontsize64_" + (wide ? "on" : "off"));
    for (String setting :
        List.of("unsafe_math", "finite_only", "daz_opt", "correctly_rounded_sqrt")) {
      libraries.add("oclc_" + setting + "_off");
    }
    libraries.add("oclc_abi_version_400");
    return libraries;
  }

  /** Debian's libraries are older than RDNA 3; those of RDNA 2 differ in nothing that is used. */
  private static String isa(Architecture architecture) {
    return architecture == Architecture.GFX1100 ? "1030" : architecture.word().substring(3);
  }
}

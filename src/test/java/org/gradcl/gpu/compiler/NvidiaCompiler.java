package org.gradcl.gpu.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gradcl.gpu.listing.Listing;
import org.gradcl.gpu.listing.SassParser;

/**
 * NVIDIA: clang makes PTX, as NVIDIA's driver would; ptxas makes machine code of it, as the driver
 * does; nvdisasm prints that. Of each source PTX is made once for all architectures.
 */
final class NvidiaCompiler implements VendorCompiler {
  /** The oldest that is compiled for, so that one PTX does for all, as drivers have it. */
  private static final List<String> PTX = List.of("-march=sm_75");

  /** What {@code mma.sync} in inline PTX asks for. */
  private static final List<String> PTX_WITH_MATRICES =
      List.of("-march=sm_80", "-Xclang", "-target-feature", "-Xclang", "+ptx70");

  private final GpuTools tools;
  private final Map<List<String>, String> ptx = new ConcurrentHashMap<>();

  NvidiaCompiler(GpuTools tools) {
    this.tools = tools;
  }

  @Override
  public Listing compile(Program program, Path folder) throws IOException {
    String assembly =
        ptx.computeIfAbsent(
            List.of(program.source(), program.options()), key -> ptx(program, folder));
    Path input = Files.writeString(folder.resolve("program.ptx"), assembly);
    Path binary = folder.resolve("program.cubin");
    String report =
        new Tool(folder, tools.file("bin/ptxas"))
            .with("-arch=" + program.architecture().word(), "-v")
            .with("-o", binary.toString(), input.toString())
            .run();
    String sass = new Tool(folder, tools.file("bin/nvdisasm")).with("-c", binary.toString()).run();
    return SassParser.parse(program.kernel(), sass, report);
  }

  private String ptx(Program program, Path folder) {
    try {
      Path input = Files.writeString(folder.resolve("program.cl"), program.source());
      Path output = folder.resolve("clang.ptx");
      new Tool(folder, tools.file("lib/llvm-15/bin/clang"))
          .set("LD_LIBRARY_PATH", tools.libraries("llvm-15/lib"))
          .with("-target", "nvptx64-nvidia-nvcl")
          .with(program.source().contains("mma.sync") ? PTX_WITH_MATRICES : PTX)
          // As NVIDIA's own front end says who it is.
          .with("-D__NV_CL_C_VERSION=120")
          .with("-x", "cl", "-O3", "-Xclang", "-finclude-default-header")
          .with("-Xclang", "-mlink-builtin-bitcode")
          .with("-Xclang", tools.file("lib/clc/nvptx64--nvidiacl.bc").toString())
          .with(VendorCompiler.options(program))
          .with("-S", "-o", output.toString(), input.toString())
          .run();
      return Tool.read(output);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package org.gradcl.gpu.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.gpu.listing.Listing;
import org.gradcl.gpu.listing.XeParser;

/** Intel: ocloc, which is the driver's compiler, with the listings that it writes on demand. */
final class IntelCompiler implements VendorCompiler {
  private final GpuTools tools;

  IntelCompiler(GpuTools tools) {
    this.tools = tools;
  }

  @Override
  public Listing compile(Program program, Path folder) throws IOException {
    Path input = Files.writeString(folder.resolve("program.cl"), program.source());
    Path dump = Files.createDirectory(folder.resolve("dump"));
    new Tool(folder, tools.file("bin/ocloc"))
        .set("LD_LIBRARY_PATH", tools.libraries("x86_64-linux-gnu"))
        .set("IGC_ShaderDumpEnable", "1")
        .set("IGC_DumpToCustomDir", dump + "/")
        .with("compile", "-file", input.toString(), "-device", program.architecture().word())
        .with("-out_dir", folder.toString(), "-output", "program")
        .with("-options", program.options())
        .run();
    // Where a kernel spills, the compiler tries once more and keeps what spills less.
    return files(dump, ".asm").stream()
        .map(file -> parse(program, file, dump))
        .filter(listing -> listing.kernel().equals(program.kernel()))
        .min(Comparator.comparingInt(Listing::spilledBytes))
        .orElseThrow(() -> new CompilerException("ocloc wrote no listing of the " + program));
  }

  private static Listing parse(Program program, Path file, Path dump) {
    try {
      StringBuilder modules = new StringBuilder();
      for (Path module : files(dump, "_codegen.ll")) {
        modules.append(Tool.read(module));
      }
      String name = file.getFileName().toString();
      return XeParser.parse(Tool.read(file), name, modules.toString());
    } catch (IOException e) {
      throw new CompilerException("The listing of the " + program + " can't be read: " + e);
    }
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}

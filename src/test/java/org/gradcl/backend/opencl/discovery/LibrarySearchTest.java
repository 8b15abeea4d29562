package org.gradcl.backend.opencl.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradcl.backend.Candidate.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrarySearchTest {
  @TempDir Path folder;

  private LibrarySearch linux(Map<String, String> environment) {
    return new LibrarySearch("Linux", "", environment, folder.resolve("ld.so.cache"), List.of());
  }

  @Test
  void theLinkersVariableIsSearchedFirst() throws IOException {
    Path library = Files.createFile(folder.resolve("libOpenCL.so.1"));
    String path = "/nowhere" + File.pathSeparator + folder;
    assertThat(linux(Map.of("LD_LIBRARY_PATH", path)).find()).contains(library);
  }

  @Test
  void theLinkersCacheIsSearched() throws IOException {
    Path library = Files.createFile(folder.resolve("libOpenCL.so.1"));
    byte[] cache =
        ("glibc-ld.so.cache1.1\0\1\2\0/lib/libother.so\0" + library + "\0libOpenCL.so.1\0")
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("ld.so.cache"), cache);
    assertThat(linux(Map.of()).find()).contains(library);
  }

  @Test
  void aLibraryOfAnotherProcessorOrWordSizeIsPassedOverAsTheLinkerDoes() throws IOException {
    Path games = Files.createDirectory(folder.resolve("i386"));
    Path foreign = Files.createDirectory(folder.resolve("aarch64"));
    Path script = Files.createDirectory(folder.resolve("script"));
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.write(games.resolve("libOpenCL.so.1"), elf(1, 3));
    Files.write(foreign.resolve("libOpenCL.so.1"), elf(2, 183));
    Files.writeString(script.resolve("libOpenCL.so"), "INPUT(libOpenCL.so.1)");
    String path =
        Stream.of(games, foreign, script, own)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    LibrarySearch search =
        new LibrarySearch(
            "Linux", "amd64", Map.of("LD_LIBRARY_PATH", path), folder.resolve("none"), List.of());
    assertThat(search.find()).isEmpty();
    Path library = Files.write(own.resolve("libOpenCL.so.1"), elf(2, 62));
    assertThat(search.find()).contains(library);
  }

  /** What is half copied would crash the process, and JOCL prints where only data is expected. */
  @Test
  void aDamagedLibraryIsNamedBeforeJoclIsTouched() throws IOException {
    byte[] cut = Arrays.copyOf(elf(2, 62), 64 + 56);
    ByteBuffer.wrap(cut)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(32, 64) // Where the table of what is to be loaded begins,
        .putShort(56, (short) 1) // how many rows it has,
        .putInt(64, 1)
        .putLong(64 + 32, 121); // and how many bytes of the file the row is for.
    byte[] whole = cut.clone();
    ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putLong(64 + 32, 120);
    Path first = Files.createDirectory(folder.resolve("first"));
    Path library = first.resolve("libOpenCL.so.1");
    Path second = Files.createDirectory(folder.resolve("second"));
    Files.write(second.resolve("libOpenCL.so.1"), elf(2, 62));
    LibrarySearch search =
        new LibrarySearch(
            "Linux",
            "amd64",
            Map.of("LD_LIBRARY_PATH", first + File.pathSeparator + second),
            folder.resolve("none"),
            List.of());
    for (byte[] damaged : List.of("text".getBytes(StandardCharsets.UTF_8), new byte[100], cut)) {
      Files.write(library, damaged);
      assertThat(OpenClLibrary.load(search))
          .contains(
              new Rejection(
                  OpenClReason.NO_OPENCL_LIBRARY,
                  library
                      + " is damaged or no library, and the system looks no further; remove or"
                      + " replace it"));
    }
    Files.write(library, whole);
    assertThat(search.find()).contains(library);
    Files.writeString(library, "text");
    Path other = Files.write(second.resolve("libOpenCL.so"), elf(2, 62));
    assertThat(search.find()).contains(other); // By the name that JOCL tries next.
  }

  private static byte[] elf(int elfClass, int machine) {
    byte[] header = new byte[64];
    byte[] magic = {0x7f, 'E', 'L', 'F', (byte) elfClass};
    System.arraycopy(magic, 0, header, 0, magic.length);
    header[18] = (byte) machine;
    return header;
  }

  @Test
  void withoutTheLibraryOpenClIsRefusedBeforeJoclIsTouched() {
    Optional<Rejection> failure =
        OpenClLibrary.load(linux(Map.of("LD_LIBRARY_PATH", folder.toString())));
    assertThat(failure).isPresent();
    assertThat(failure.get().reason()).isEqualTo(OpenClReason.NO_OPENCL_LIBRARY);
    assertThat(failure.get().detail())
        .startsWith("libOpenCL not found\n") // The headline of a report ends with the first line.
        .contains(folder.resolve("libOpenCL.so.1").toString());
  }

  @Test
  void windowsAndMacHaveTheirOwnPlaces() {
    LibrarySearch windows =
        new LibrarySearch(
            "Windows 11", "amd64", Map.of("SystemRoot", "/win"), folder.resolve("none"), List.of());
    assertThat(windows.candidates()).containsExactly(Path.of("/win", "System32", "OpenCL.dll"));
    LibrarySearch mac =
        new LibrarySearch("Mac OS X", "aarch64", Map.of(), folder.resolve("none"), List.of());
    assertThat(mac.candidates())
        .containsExactly(Path.of("/System/Library/Frameworks/OpenCL.framework"));
  }

  /** As quotes and wildcards are to Windows, a zero is to every system: no path at all. */
  @Test
  void whatIsNoPathIsPassedOver() throws IOException {
    Path library = Files.createFile(folder.resolve("libOpenCL.so.1"));
    String path = "no\0path" + File.pathSeparator + folder;
    assertThat(linux(Map.of("LD_LIBRARY_PATH", path)).find()).contains(library);
    LibrarySearch windows =
        new LibrarySearch(
            "Windows 11",
            "amd64",
            Map.of("SystemRoot", "no\0path", "PATH", path),
            folder.resolve("none"),
            List.of());
    assertThat(windows.candidates()).containsExactly(folder.resolve("OpenCL.dll"));
  }

  @Test
  void aTemporaryFolderMountedNoexecIsExplained() {
    UnsatisfiedLinkError error =
        new UnsatisfiedLinkError(
            "Error while loading native library\n/tmp/libJOCL.so: failed to map segment from"
                + " shared object");
    assertThat(OpenClLibrary.explain(error))
        .contains("noexec")
        .contains(System.getProperty("java.io.tmpdir"));
  }

  @Test
  void ofJoclsPageTheLastCauseIsSaid() {
    String page =
        "Error while loading native library \"JOCL_2_0_6-linux-x86_64\"\n"
            + "Operating system name: Linux\n"
            + "---(start of nested stack traces)---\n"
            + "Stack trace from the attempt to load the library as a file:\n"
            + "java.lang.UnsatisfiedLinkError: no JOCL_2_0_6-linux-x86_64 in java.library.path:"
            + " /x\n"
            + "\tat java.base/java.lang.ClassLoader.loadLibrary(ClassLoader.java:2458)\n"
            + "Stack trace from the attempt to load the library as a resource:\n"
            + "%s\tat org.jocl.LibUtils.loadLibraryResource(LibUtils.java:250)\n"
            + "%s---(end of nested stack traces)---\n";
    assertThat(
            explain(
                String.format(
                    page, "java.lang.UnsatisfiedLinkError: /t/libJOCL.so: wrong ELF class\n", "")))
        .isEqualTo("JOCL's native library could not be loaded: /t/libJOCL.so: wrong ELF class");
    assertThat(
            explain(
                String.format(
                    page,
                    "java.io.IOException: can't be written\n",
                    "Caused by: java.io.FileNotFoundException: /t/libJOCL.so (Read-only file"
                        + " system)\n\tat java.base/java.io.FileOutputStream.open0(Native)\n")))
        .isEqualTo(
            "JOCL's native library could not be loaded: /t/libJOCL.so (Read-only file system)");
    assertThat(explain("no page")).isEqualTo("JOCL's native library could not be loaded: no page");
  }

  private static String explain(String page) {
    return OpenClLibrary.explain(new UnsatisfiedLinkError(page));
  }
}

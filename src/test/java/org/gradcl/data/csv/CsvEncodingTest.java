package org.gradcl.data.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.gradcl.data.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bytes of a file say: which compression, which encoding, which separator. */
class CsvEncodingTest {
  private static final String TEXT = "a,b\n1,2\n3,4\n";

  @TempDir private Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path file(String text) throws IOException {
    return file("data.csv", text.getBytes(UTF_8));
  }

  private static void refused(Path file, String... texts) {
    assertThatThrownBy(() -> CsvFile.of(file).read())
        .isInstanceOf(CsvException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContainingAll(texts);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] zip(String entry) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(packed)) {
      out.putNextEntry(new ZipEntry(entry));
      out.write("<x/>".getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  @Test
  void contentDecidesWhetherAFileIsCompressed() throws IOException {
    byte[] plain = TEXT.getBytes(UTF_8);
    assertThat(CsvFile.of(file("data.csv", gzip(plain))).read().rows()).isEqualTo(2);
    assertThat(CsvFile.of(file("data.csv.gz", plain)).read().rows()).isEqualTo(2);
    refused(file("twice.csv.gz", gzip(gzip(plain))), "compressed by gzip twice", "unpack");
    refused(file("data.tar.gz", gzip(tar())), "a tar archive", "unpack");
    refused(file("empty.csv.gz", gzip(new byte[0])), "the file is empty");
  }

  @Test
  void aDamagedFileIsRefusedInPlainWords() throws IOException {
    byte[] packed = gzip(TEXT.getBytes(UTF_8));
    refused(
        file("cut.csv.gz", Arrays.copyOf(packed, packed.length - 9)),
        "the file cannot be read (it ends too early); check that it is complete");
    byte[] changed = packed.clone();
    changed[packed.length - 6]++;
    refused(file("changed.csv.gz", changed), "the file cannot be read (Corrupt GZIP trailer)");
    refused(file("zeros.csv", new byte[4096]), "zero bytes and nothing else; copy or download");
  }

  private static byte[] tar() {
    byte[] bytes = new byte[1024];
    System.arraycopy("data.csv".getBytes(UTF_8), 0, bytes, 0, 8);
    System.arraycopy("ustar".getBytes(UTF_8), 0, bytes, 257, 5);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void otherUnicodeEncodingsAreNamedWithAMarkAndWithout(String name) throws IOException {
    Charset charset = Charset.forName(name);
    String cure = "iconv -f " + name + " -t UTF-8";
    for (String text : List.of(TEXT, "Straße,größe\nMünchen,5\n", "城市,数\n北京,5\n上海,7\n")) {
      refused(file("marked.csv", ("\ufeff" + text).getBytes(charset)), name + ", not", cure);
      refused(file("any.txt", text.getBytes(charset)), name + " (without a byte order mark)", cure);
      refused(file("packed.csv.gz", gzip(text.getBytes(charset))), name, cure);
    }
  }

  @Test
  void oneZeroByteIsNoEncoding() throws IOException {
    assertThat(CsvFile.of(file("a,b\nx\0y,1\nz,2\n")).read().text("a").value(0)).isEqualTo("x\0y");
  }

  @Test
  void aByteOfAnotherEncodingIsNamedWithItsLineAndLetter() throws IOException {
    Path latin = file("latin.csv", "name,n\nMiller,1\nM\u00fcller,2\n".getBytes(ISO_8859_1));
    refused(latin, "latin.csv, line 3: the byte 0xFC ('ü' in Windows-1252)", "iconv", "Excel");
    byte[] late = ("a,b\r\n" + "x,1\r\n".repeat(50_000) + "5 \u0080,2\r\n").getBytes(ISO_8859_1);
    refused(file("late.csv", late), "line 50002: the byte 0x80 ('€' in Windows-1252)");
    refused(file("late.csv.gz", gzip(late)), "line 50002: the byte 0x80");
    byte[] cut = "a,b\n1,2\n3,\u00fc".getBytes(UTF_8);
    refused(file("cut.csv", Arrays.copyOf(cut, cut.length - 1)), "line 3: the byte 0xC3");
  }

  @ParameterizedTest
  @CsvSource({
    "xl/workbook.xml, book.csv, an Excel workbook",
    "[Content_Types].xml, book.xlsx, an Excel workbook",
    "[Content_Types].xml, book.csv, an Office document",
    "mimetype, sheet.ods, an OpenDocument spreadsheet",
    "Index/Tables, sheet.csv, a Numbers spreadsheet",
    "arr_0.npy, data.npz, an archive of NumPy arrays",
    "data.csv, data.zip, a ZIP archive",
  })
  void archivesAreNamedByWhatIsInThem(String entry, String name, String what) throws IOException {
    refused(file(name, zip(entry)), "this is " + what, entry.equals("data.csv") ? "unpack" : "CSV");
  }

  /** {@code ~} stands for a zero byte, {@code _} for a line break, other bytes are Latin-1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1 | older Excel (.xls)",
        "%PDF-1.7_1 0 obj | a PDF document",
        "PAR1\u0015~\u0015 | a Parquet file",
        "ARROW1~~ | a Feather or Arrow file",
        "SQLite format 3~ | an SQLite database",
        "\u0089HDF_ | an HDF5 file",
        "\u0093NUMPY\u0001 | a NumPy array",
        "\u0080\u0004\u0095 | a pickled Python object",
        "\u00fd7zXZ~ | compressed by xz",
        "BZh91AY&SY | compressed by bzip2",
        "(\u00b5/\u00fd~ | compressed by zstd",
        "7z\u00bc\u00af | a 7z archive",
        "\u0089PNG | a picture",
        "\u00c8\u0001~~~~~~{`x` | (safetensors)",
        "version https://git-lfs | a pointer of Git LFS",
        "  _<!DOCTYPE html><html> | a web page (HTML)",
        "\u00ef\u00bb\u00bf<HTML> | a web page (HTML)",
        "<!-- saved --><html> | a web page (HTML)",
        "<div><p>a, b | a web page (HTML)",
        "<?xml version=`1.0`?> | an XML file",
        "<svg xmlns=`a`> | an XML file",
        "[{`a`: 1}] | a JSON text",
        "{_`a`: 1} | a JSON text",
      })
  void otherFormatsAreNamedWhateverTheFileIsCalled(String start, String what) throws IOException {
    String bytes = start.replace('~', '\0').replace('_', '\n').replace('`', '"');
    refused(file("data.csv", bytes.getBytes(ISO_8859_1)), "this is ", what, "; ");
  }

  @Test
  void headersThatBeginAsAFormatAreHeadersNevertheless() throws IOException {
    for (String header :
        List.of("PAR1,PAR2", "PK,b", "BZh,b", "{a},[b]", "a<b,c>d", "RDX,b", "<DATE>,<OPEN>")) {
      assertThat(CsvFile.of(file(header + "\n1,2\n")).read().names())
          .containsExactly(header.split(","));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sep=;\na;b\n1;x,y\n",
        "SEP=;\r\na;b\r\n1;x,y\r\n",
        "\ufeffsep=;\na;b\n1;x,y\n",
        "\"sep=;\"\na;b\n1;x,y\n",
        "sep=\t\na\tb\n1\tx,y\n",
        "sep=\\t\na\tb\n1\tx,y\n",
        "sep=|\ra|b\r1|x,y\r",
        "sep=,\na,b\n1,\"x,y\"\n",
        "sep=; \na;b\n1;x,y\n",
        " sep=;\t\r\na;b\r\n1;x,y\r\n",
        "sep=;;;;;;;;;;;;\na;b\n1;x,y\n",
      })
  void theLineOnTheSeparatorIsHonoured(String text) throws IOException {
    Table table = CsvFile.of(file(text)).read();
    assertThat(table.names()).containsExactly("a", "b");
    assertThat(table.numeric("a").value(0)).isEqualTo(1);
    assertThat(table.text("b").value(0)).isEqualTo("x,y");
  }

  @Test
  void theLineOnTheSeparatorCountsAsALine() throws IOException {
    refused(file("sep=;\na;b\n1;2\n3;\n"), "line 4, column 'b'", "the cell is empty");
    refused(file("sep=;\na;b\n1;x\n2;\"y\n"), "line 4", "never closed");
    refused(file("sep=;\na;b\n1;x\n2;\"y\"z\n"), "line 4", "after closing quote");
    refused(file("sep=;\na;b\n1;2;3\n"), "line 3", "quote a cell that contains a ';'");
    refused(file("sep=;\na,b\n1,5;2\n"), "line 3", "separate the cells by commas", "sep=,");
    refused(file("a;b\n1,5;2\n"), "line 2", "separate the cells by commas", "sep=;");
    refused(file("a\tb\n1,5\t2\n"), "line 2", "sep=\\t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\nsep=;\na;b\n1;2\n", "sep=;,,\na;b\n1;2\n", "sep = ;\na;b\n", "sep= ;\na;b\n"})
  void aLineOnTheSeparatorThatIsNotReadIsNamed(String text) throws IOException {
    refused(file(text), "is not the name of a column but a line that names the separator", "sep=;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\u202f", "\u2007", "\u3000", "\u200b", "\u2060", "\u200e"})
  void blanksThatNobodySeesAreDroppedAroundCellsAndNames(String blank) throws IOException {
    Table table =
        CsvFile.of(file(blank + "a ,b" + blank + "\n 1" + blank + ",x " + blank + "\n")).read();
    assertThat(table.names()).containsExactly("a", "b");
    assertThat(table.numeric("a").value(0)).isEqualTo(1);
    assertThat(table.text("b").value(0)).isEqualTo("x");
    refused(file("a,b\n1," + blank + "\n"), "line 2, column 'b'", "the cell is empty");
    String number = String.format("U+%04X", (int) blank.charAt(0));
    refused(file("a,b\n1,2\n2,2\n1" + blank + "0,2\n"), "line 4, column 'a': '1" + number + "0'");
  }

  @Test
  void aByteOrderMarkWithinTheFileIsShown() throws IOException {
    refused(file("\ufeff\ufeffa,b\n1,2\n"), "line 1, column 'U+FEFFa'", "byte order mark");
    refused(file("a,b\n1,2\n\ufeff3,4\n"), "line 3, column 'a'", "'U+FEFF3'", "several");
    refused(file("a,b\nx,2\n\ufeffx,4\n"), "line 3, column 'a'", "'U+FEFFx'");
    assertThat(CsvFile.of(file("\ufeffa,b\n1,2\n")).read().names()).containsExactly("a", "b");
  }
}

package org.gradcl.data.csv;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Content that is no CSV text, recognised by the first bytes of a file. The name of the file only
 * distinguishes formats that begin alike.
 *
 * @param what it is, such as {@code a web page (HTML)}
 * @param advice what to do
 */
record ForeignContent(String what, String advice) {
  private static final String SAVE_AS_CSV =
      "open it in its program and save the sheet as 'CSV UTF-8 (comma delimited)'";
  private static final String UNPACK = "unpack it and give the CSV file in it";
  private static final String EXPORT = "export its table as CSV with the program that wrote it";
  private static final String TEXT_OF_IT = "give the table itself, as CSV text";
  private static final String DOWNLOAD =
      "download the file itself, not the page that shows it or an error page";

  /** The first bytes as characters of one byte, in the order in which they are tried. */
  private static final List<Signature> SIGNATURES =
      List.of(
          signature("\u00d0\u00cf\u0011\u00e0", "a workbook of an older Excel (.xls)", SAVE_AS_CSV),
          signature(
              "\0+\\z", "zero bytes and nothing else", "copy or download it again from its source"),
          signature("%PDF-", "a PDF document", TEXT_OF_IT),
          signature("\\{\\\\rtf", "an RTF document", TEXT_OF_IT),
          signature("PAR1[\0-\u0008\u000e-\u001f]", "a Parquet file", EXPORT),
          signature("ARROW1\0|FEA1[^,;\t\r\n]", "a Feather or Arrow file", EXPORT),
          signature("Obj\u0001", "an Avro file", EXPORT),
          signature("SQLite format 3\0", "an SQLite database", EXPORT),
          signature("\u0089HDF", "an HDF5 file", EXPORT),
          signature("\u0093NUMPY", "a NumPy array", EXPORT),
          signature("\u0080[\u0002-\u0005]", "a pickled Python object", EXPORT),
          signature("RD[ABX][23]\n|[XB]\n\0", "an R data file", EXPORT),
          signature("<stata_dta>|\\$FL[23]", "a data file of Stata or SPSS", EXPORT),
          signature("\u00fd7zXZ\0", "compressed by xz", UNPACK),
          signature("BZh[1-9]1AY&SY", "compressed by bzip2", UNPACK),
          signature("\\(\u00b5/\u00fd", "compressed by zstd", UNPACK),
          signature("\u0004\"M\u0018", "compressed by lz4", UNPACK),
          signature("\u001f\u008b", "compressed by gzip twice", UNPACK),
          signature("\u001f[\u009d\u00a0]", "compressed by compress", UNPACK),
          signature("7z\u00bc\u00af", "a 7z archive", UNPACK),
          signature("Rar!\u001a", "a RAR archive", UNPACK),
          signature(".{257}ustar", "a tar archive", UNPACK),
          signature("\u0089PNG|\u00ff\u00d8\u00ff|GIF8[79]a", "a picture", TEXT_OF_IT),
          signature("...\0{5}\\{", "a model or tensors (safetensors)", TEXT_OF_IT),
          signature("version https://git-lfs", "a pointer of Git LFS", "fetch it: git lfs pull"),
          signature(
              "(?i:<!doctype html|<html|<head|<body|<table|<meta|<title|<script|<div|<!--)",
              "a web page (HTML)",
              DOWNLOAD),
          signature("<\\?xml|<svg[ >]", "an XML file", EXPORT),
          signature("[\\[{]\\s*[{\\[\"]|\\{\\s*\\}", "a JSON text", EXPORT));

  private static final Pattern MARK_AND_BLANKS = Pattern.compile("\\A(\u00ef\u00bb\u00bf)?\\s*");
  private static final String ZIP = "PK\u0003\u0004";

  private record Signature(Pattern start, ForeignContent content) {}

  private static Signature signature(String start, String what, String advice) {
    return new Signature(Pattern.compile(start, Pattern.DOTALL), new ForeignContent(what, advice));
  }

  /**
   * The format of the file, if it is known and not text.
   *
   * @param head the first bytes
   * @param name of the file
   */
  static Optional<ForeignContent> of(byte[] head, String name) {
    String start = new String(head, StandardCharsets.ISO_8859_1);
    if (start.startsWith(ZIP) || start.startsWith("PK\u0005\u0006")) {
      return Optional.of(zip(start, name.toLowerCase(Locale.ROOT)));
    }
    String text = MARK_AND_BLANKS.matcher(start).replaceFirst("");
    return SIGNATURES.stream()
        .filter(s -> s.start().matcher(start).lookingAt() || s.start().matcher(text).lookingAt())
        .map(Signature::content)
        .findFirst();
  }

  /** The names of the files in an archive are not compressed. */
  private static ForeignContent zip(String start, String name) {
    if (start.contains("xl/") || name.endsWith(".xlsx") || name.endsWith(".xlsm")) {
      return new ForeignContent("an Excel workbook (.xlsx)", SAVE_AS_CSV);
    }
    if (start.contains("opendocument.spreadsheet") || name.endsWith(".ods")) {
      return new ForeignContent("an OpenDocument spreadsheet (.ods)", SAVE_AS_CSV);
    }
    if (start.contains("Index/") || name.endsWith(".numbers")) {
      return new ForeignContent("a Numbers spreadsheet", SAVE_AS_CSV);
    }
    if (start.contains(".npy")) {
      return new ForeignContent("an archive of NumPy arrays", EXPORT);
    }
    return start.contains("[Content_Types].xml")
        ? new ForeignContent("an Office document, perhaps an Excel workbook", SAVE_AS_CSV)
        : new ForeignContent("a ZIP archive", UNPACK);
  }
}

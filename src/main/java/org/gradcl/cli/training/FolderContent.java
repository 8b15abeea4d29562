package org.gradcl.cli.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradcl.io.SafetensorsException;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.io.json.Fields;

/**
 * The content of a folder in which a run will write: files of an earlier run, which may be
 * replaced, and everything else. A file is of a run if its name is one of a run's and its content
 * is what a run writes there; a picture, which has no origin of its own, if such a file is in the
 * same folder. Names that begin with a dot, as those of the system's own files, do not count.
 *
 * @param ofRun files of a former run
 * @param others files, links and folders that are not
 */
record FolderContent(List<Path> ofRun, List<Path> others) {
  /** Larger than any record of a run. */
  private static final long MOST_RECORD_BYTES = 1 << 24;

  private static final int MOST_NAMES = 5;

  /** What 'gradcl train' saves with each model; files of other programs lack it. */
  private static final String ATTRIBUTE_OF_RUN = "attribute.fit.epochs";

  private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G'};

  FolderContent {
    ofRun = List.copyOf(ofRun);
    others = List.copyOf(others);
  }

  /**
   * What lies in a folder; nothing in one that does not exist.
   *
   * @throws IOException if it can't be listed
   */
  static FolderContent of(Path folder) throws IOException {
    List<Path> entries = List.of();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> list = Files.list(folder)) {
        entries = list.filter(e -> !name(e).startsWith(".")).sorted().toList();
      }
    }
    List<Path> ofRun = new ArrayList<>();
    List<Path> pictures = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (Path entry : entries) {
      boolean plain = Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS);
      if (plain && name(entry).endsWith(".png") && isOfRun(entry)) {
        pictures.add(entry);
      } else {
        (plain && isOfRun(entry) ? ofRun : others).add(entry);
      }
    }
    (ofRun.isEmpty() ? others : ofRun).addAll(pictures);
    return new FolderContent(ofRun, others);
  }

  /** Whether a file has the name and the content of one of a run; links are followed. */
  static boolean isOfRun(Path file) {
    try {
      return RunFolder.NAMES.contains(name(file)) && hasContentOfRun(file);
    } catch (IOException e) {
      // An unreadable or damaged file may be anyone's.
      return false;
    }
  }

  private static boolean hasContentOfRun(Path file) throws IOException {
    String name = name(file);
    if (name.endsWith(".safetensors")) {
      return metadata(file).containsKey(ATTRIBUTE_OF_RUN);
    }
    if (name.endsWith(".json")) {
      return Files.size(file) <= MOST_RECORD_BYTES
          && Fields.parse(Files.readString(file)).object("versions").has("gradcl");
    }
    // A run that was killed in its first epoch leaves an empty file.
    return name.endsWith(".png")
        ? beginsWith(file, PICTURE)
        : Files.size(file) == 0
            || beginsWith(file, MetricsFile.COLUMNS.getBytes(StandardCharsets.US_ASCII));
  }

  private static Map<String, String> metadata(Path file) throws SafetensorsException {
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      return reader.metadata();
    }
  }

  private static boolean beginsWith(Path file, byte[] beginning) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      return Arrays.equals(stream.readNBytes(beginning.length), beginning);
    }
  }

  /** Some names for people, folders with a slash. */
  static String names(List<Path> files) {
    String some =
        files.stream()
            .limit(MOST_NAMES)
            .map(file -> name(file) + (Files.isDirectory(file) ? "/" : ""))
            .collect(Collectors.joining(", "));
    int more = files.size() - MOST_NAMES;
    return more > 0 ? some + " and " + more + " more" : some;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}

package org.gradcl.cli.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gradcl.data.DataException;
import org.gradcl.data.table.MissingValues;

/**
 * The choice of the data. Immutable.
 *
 * @param data the name of an example, or the path of a CSV file
 * @param target the columns of a CSV file that are to be predicted; empty for an example
 * @param text columns of a CSV file that hold texts, whatever they look like
 * @param ignore columns of a CSV file that are left out
 * @param missing the treatment of rows of a CSV file that lack a value
 * @param split how the rows of a CSV file are split
 */
public record DataChoice(
    String data,
    List<String> target,
    List<String> text,
    List<String> ignore,
    MissingValues missing,
    SplitChoice split) {
  private static final String PREFIX = "data.";
  private static final String SEPARATOR = "\u001f";

  /** Copies the lists. */
  public DataChoice {
    target = List.copyOf(target);
    text = List.copyOf(text);
    ignore = List.copyOf(ignore);
  }

  /** Whether the data is one of the examples. */
  public boolean isExample() {
    return data.equals(Problems.DIAMONDS) || data.equals(Problems.DIGITS);
  }

  /** The file that the data is read from; none for an example. */
  Optional<Path> file() {
    return isExample() ? Optional.empty() : Optional.of(Path.of(data));
  }

  /**
   * The same choice in another file.
   *
   * @param other where the data is now
   * @param run that began with this choice
   * @throws DataException if one is an example and the other is not that
   */
  public DataChoice movedTo(String other, RunFolder run) {
    DataChoice moved = new DataChoice(other, target, text, ignore, missing, split);
    if (!other.equals(data) && (isExample() || moved.isExample())) {
      throw new DataException(
          String.format(
              "The run in %s began with the data %s, not with %s; leave out --data, or start a new"
                  + " run",
              run, data, other));
    }
    return moved;
  }

  /**
   * Refuses a file that is not there any more.
   *
   * @param run that began with it
   * @throws DataException if it is gone
   */
  public void requireSaved(RunFolder run) {
    if (!isExample() && !Files.exists(Path.of(data))) {
      throw new DataException(
          String.format(
              "The run in %s began with the data %s, and there is no such file; say by --data"
                  + " where it is now",
              run, data));
    }
  }

  /** What is saved with the model, so that a run can be resumed, also from another folder. */
  public Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(
        PREFIX + "source", isExample() ? data : Path.of(data).toAbsolutePath().toString());
    attributes.put(PREFIX + "target", String.join(SEPARATOR, target));
    attributes.put(PREFIX + "text", String.join(SEPARATOR, text));
    // A separator after each, since a name may be empty.
    attributes.put(
        PREFIX + "ignore",
        ignore.stream().map(name -> name + SEPARATOR).collect(Collectors.joining()));
    attributes.put(PREFIX + "missing", missing.name().toLowerCase(Locale.ROOT));
    split.save(attributes);
    return attributes;
  }

  /**
   * The choice of saved attributes.
   *
   * @throws DataException if one is missing or damaged
   */
  public static DataChoice of(Map<String, String> attributes) {
    SavedAttributes saved = new SavedAttributes(attributes);
    return new DataChoice(
        saved.text(PREFIX + "source"),
        names(saved.text(PREFIX + "target")),
        names(saved.text(PREFIX + "text")),
        // Earlier versions left out nothing, refused missing values and did not say so.
        saved.ifSaved(PREFIX + "ignore").map(DataChoice::endedNames).orElse(List.of()),
        saved.ifSaved(PREFIX + "missing").map(DataChoice::missing).orElse(MissingValues.REFUSE),
        SplitChoice.of(saved));
  }

  /** The columns that {@code --text} named, of a model's saved attributes; none of other models. */
  public static List<String> textsOf(Map<String, String> attributes) {
    return new SavedAttributes(attributes)
        .ifSaved(PREFIX + "text")
        .map(DataChoice::names)
        .orElse(List.of());
  }

  private static MissingValues missing(String text) {
    return SavedAttributes.meaning(
        PREFIX + "missing",
        text,
        "one of refuse, drop and mean",
        word -> MissingValues.valueOf(word.toUpperCase(Locale.ROOT)));
  }

  private static List<String> names(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split(SEPARATOR, -1));
  }

  private static List<String> endedNames(String text) {
    List<String> names = names(text);
    return names.isEmpty() ? names : names.subList(0, names.size() - 1);
  }

  /**
   * Refuses what only a CSV file can have.
   *
   * @throws UsageException if there is some
   */
  void refuseTable() {
    boolean whole = text.isEmpty() && ignore.isEmpty() && missing == MissingValues.REFUSE;
    // The examples' runs of earlier versions, too, have a choice of split, which counts for
    // nothing.
    boolean usual =
        split.validation() == SplitChoice.USUAL.validation()
            && split.seed() == 0
            && split.test().equals(TestRows.USUAL);
    if (!target.isEmpty() || !whole || !usual) {
      throw new UsageException(
          String.format(
              "The example '%s' has its own targets and parts; --target, --text, --ignore,"
                  + " --missing, --validation, --test and --split-seed go with --data FILE.csv",
              data));
    }
  }
}

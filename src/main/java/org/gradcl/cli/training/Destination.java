package org.gradcl.cli.training;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gradcl.data.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder for the files of a run. Files there that no run wrote are neither deleted nor
 * replaced: the run is refused instead. All kinds are immutable.
 */
public sealed interface Destination {
  /**
   * A new folder, which no other run has, even if two runs start in the same second.
   *
   * @param parent in which it is made; made, too, if it does not exist
   * @param name of the folder; a number follows where it is taken
   */
  static Destination created(Path parent, String name) {
    return new Created(parent, name);
  }

  /** A folder that was named for a new run; made if it does not exist. */
  static Destination named(Path folder) {
    return new Named(new RunFolder(folder));
  }

  /**
   * The folder of a run that is continued.
   *
   * @param before where the run was until now
   * @param after where it is to be from now on; may be the same
   * @throws IOException if it can't be found out whether they are the same
   */
  static Destination continued(RunFolder before, Path after) throws IOException {
    RunFolder folder = new RunFolder(after);
    return folder.isSameAs(before) ? new Same(folder) : new Copied(new Named(folder), before);
  }

  /**
   * Refuses an unusable folder before anything is computed or changed.
   *
   * @param data that the run reads, if it is a file
   * @throws DataException naming what is in the way
   */
  void requireUsable(Optional<Path> data);

  /** The folder, just before the fit of a run that nothing has refused so far. */
  RunFolder open();

  /**
   * Prepares the folder when the fit begins, so that a refused run does not change an earlier one.
   */
  void begin() throws IOException;

  /** The fit of the run did not begin. */
  default void abandon(RunFolder folder) {}

  /** See {@link #created}. */
  record Created(Path parent, String name) implements Destination {
    private static final Logger LOG = LoggerFactory.getLogger(Created.class);

    @Override
    public void requireUsable(Optional<Path> data) {}

    @Override
    public RunFolder open() {
      Path path = parent.resolve(name);
      try {
        Files.createDirectories(parent);
        for (int number = 2; ; number++) {
          try {
            return new RunFolder(Files.createDirectory(path));
          } catch (FileAlreadyExistsException e) {
            path = parent.resolve(name + "-" + number);
          }
        }
      } catch (IOException e) {
        throw new RunFolder(path).unusable(e);
      }
    }

    @Override
    public void begin() {}

    @Override
    public void abandon(RunFolder folder) {
      try {
        Files.deleteIfExists(folder.path());
      } catch (IOException e) {
        LOG.debug("Not empty, or it can't be removed: {}", folder, e);
      }
    }
  }

  /** See {@link #named}. */
  record Named(RunFolder folder) implements Destination {
    @Override
    public void requireUsable(Optional<Path> data) {
      if (Files.exists(folder.path()) && !Files.isDirectory(folder.path())) {
        throw new DataException(
            String.format(
                "The folder for the run's files is to be %s, but that is a file; choose another"
                    + " with --out",
                folder));
      }
      FolderContent content = folder.content();
      if (!content.others().isEmpty()) {
        throw new DataException(
            String.format(
                "The folder %s can't be this run's: it holds %s, which no run of 'gradcl train'"
                    + " left there, and nothing in it was touched; choose another with --out, or"
                    + " leave --out out to have a new one",
                folder, FolderContent.names(content.others())));
      }
      folder.requireWithout(data, content.ofRun());
    }

    @Override
    public RunFolder open() {
      return folder;
    }

    @Override
    public void begin() throws IOException {
      folder.clear();
    }
  }

  /** The run continues in its folder, which may hold other files of the user. */
  record Same(RunFolder folder) implements Destination {
    @Override
    public void requireUsable(Optional<Path> data) {
      List<Path> replaced = folder.present();
      List<Path> others = replaced.stream().filter(file -> !FolderContent.isOfRun(file)).toList();
      if (!others.isEmpty()) {
        throw new DataException(
            String.format(
                "The run in %s would replace %s, which no run of 'gradcl train' left there; move"
                    + " that away, or go on in another folder with --out",
                folder, FolderContent.names(others)));
      }
      folder.requireWithout(data, replaced);
    }

    @Override
    public RunFolder open() {
      return folder;
    }

    @Override
    public void begin() {}
  }

  /**
   * The run continues in another folder, with copies of its checkpoints, since it may not improve.
   */
  record Copied(Named named, RunFolder before) implements Destination {
    @Override
    public void requireUsable(Optional<Path> data) {
      named.requireUsable(data);
    }

    @Override
    public RunFolder open() {
      return named.open();
    }

    @Override
    public void begin() throws IOException {
      named.begin();
      named.folder().takeCheckpointsOf(before);
    }
  }
}

package org.fivesigma.data.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fivesigma.spi.NearNames;
import org.fivesigma.spi.UserError;

/** Expands paths with globs to the files they name. */
public final class DataFiles {
  private DataFiles() {}

  /**
   * The files of several paths, one path after the other, those of a glob in lexicographic order. A
   * glob may stand in any part of a path ({@code *}, {@code ?}, {@code [ab]}, <code>{a,b}</code>,
   * {@code **}).
   *
   * @throws UserError {@code missing-file}, {@code no-match}, {@code empty-file}, {@code
   *     repeated-file} or {@code not-a-file}
   */
  public static List<Path> expand(List<Path> paths) {
    Set<Path> files = new LinkedHashSet<>();
    for (Path path : paths) {
      for (Path file : expand(path)) {
        if (!files.add(file)) {
          throw UserError.of(
                  "repeated-file", "'" + file + "' is named twice: its events would count twice")
              .at("path");
        }
      }
    }
    if (files.isEmpty()) {
      throw UserError.of("no-match", "no file is named").at("path");
    }
    return List.copyOf(files);
  }

  private static List<Path> expand(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    List<Path> found =
        Files.exists(absolute) || !hasGlob(absolute.toString())
            ? List.of(absolute)
            : matching(absolute);
    for (Path file : found) {
      check(file);
    }
    return found;
  }

  private static boolean hasGlob(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
  }

  private static List<Path> matching(Path pattern) {
    Path base = pattern.getRoot();
    for (Path part : pattern) {
      if (hasGlob(part.toString())) {
        break;
      }
      base = base.resolve(part);
    }
    if (!Files.isDirectory(base)) {
      throw UserError.of(
              "missing-file",
              "the folder '" + base + "' of the path '" + pattern + "' is not there")
          .at("path");
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    int depth =
        pattern.toString().contains("**")
            ? Integer.MAX_VALUE
            : pattern.getNameCount() - base.getNameCount();
    try (Stream<Path> walk = Files.walk(base, depth, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files =
          walk.filter(matcher::matches)
              .filter(Files::isRegularFile)
              .sorted(Comparator.comparing(Path::toString))
              .toList();
      if (files.isEmpty()) {
        throw UserError.of("no-match", "no file matches '" + pattern + "'").at("path");
      }
      return files;
    } catch (IOException e) {
      throw UserError.of("unreadable-file", "'" + base + "' cannot be read: " + e.getMessage())
          .at("path")
          .because(e);
    }
  }

  private static void check(Path file) {
    if (!Files.exists(file)) {
      throw missing(file);
    }
    if (!Files.isRegularFile(file)) {
      throw UserError.of("not-a-file", "'" + file + "' is not a file")
          .at("path")
          .hint("name the files in it, such as '" + file + "/*'");
    }
    if (!Files.isReadable(file)) {
      throw UserError.of("unreadable-file", "'" + file + "' may not be read").at("path");
    }
    try {
      if (Files.size(file) == 0) {
        throw UserError.of("empty-file", "'" + file + "' is empty").at("path");
      }
    } catch (IOException e) {
      throw UserError.of("unreadable-file", "'" + file + "' cannot be read: " + e.getMessage())
          .at("path")
          .because(e);
    }
  }

  private static UserError missing(Path file) {
    UserError error =
        UserError.of("missing-file", "the file '" + file + "' is not there").at("path");
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return error.hint("the folder '" + folder + "' is not there either");
    }
    try (Stream<Path> list = Files.list(folder)) {
      List<String> names = list.map(p -> p.getFileName().toString()).sorted().toList();
      return NearNames.hint(file.getFileName().toString(), names).map(error::hint).orElse(error);
    } catch (IOException e) {
      return error;
    }
  }
}

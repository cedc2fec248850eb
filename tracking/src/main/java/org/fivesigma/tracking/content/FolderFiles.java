package org.fivesigma.tracking.content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.fivesigma.tracking.client.ArtifactApi;
import org.fivesigma.tracking.content.RunContent.Artifact;
import org.fivesigma.tracking.spool.Spool;

/** The files of a run folder, without the runs inside it and without the spool. */
final class FolderFiles {
  private static final Set<String> LEFT_OUT = Set.of("runs", "checkpoints", Spool.FOLDER);

  private final Path folder;
  private final Map<String, BasicFileAttributes> files;

  private FolderFiles(Path folder, Map<String, BasicFileAttributes> files) {
    this.folder = folder;
    this.files = files;
  }

  static FolderFiles of(Path folder) throws IOException {
    Map<String, BasicFileAttributes> files = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            boolean top = folder.equals(dir.getParent());
            String name = String.valueOf(dir.getFileName());
            boolean skip = top && (LEFT_OUT.contains(name) || name.startsWith("."));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = String.valueOf(file.getFileName());
            if (attributes.isRegularFile() && !name.endsWith(".tmp") && !name.startsWith(".")) {
              files.put(folder.relativize(file).toString().replace('\\', '/'), attributes);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // Renamed or removed while we looked: the next delivery sees what it became.
            return FileVisitResult.CONTINUE;
          }
        });
    return new FolderFiles(folder, files);
  }

  List<Artifact> artifacts() {
    return files.keySet().stream()
        .map(path -> new Artifact(ArtifactApi.safe(path), folder.resolve(path)))
        .toList();
  }

  /** The files of the bundle below {@code model/}. */
  List<Artifact> model() {
    return files.keySet().stream()
        .filter(path -> path.startsWith("model/"))
        .map(
            path ->
                new Artifact(
                    ArtifactApi.safe(path.substring("model/".length())), folder.resolve(path)))
        .toList();
  }

  /** The pictures of {@code plots/}. */
  List<Artifact> plots() {
    return artifacts().stream()
        .filter(file -> file.path().startsWith("plots/") && file.path().endsWith(".png"))
        .toList();
  }

  /**
   * Plots under the names that MLflow's image grid looks for: each picture twice, since a browser
   * shows a PNG whatever it is called.
   */
  List<Artifact> images(Instant time) {
    List<Artifact> images = new ArrayList<>();
    for (String path : files.keySet()) {
      if (path.startsWith("plots/") && path.endsWith(".png")) {
        String key = path.substring("plots/".length(), path.length() - ".png".length());
        String id = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
        String name =
            "images/"
                + ArtifactApi.safe(key).replace('/', '_').replace('+', '_')
                + "+step+0+timestamp+"
                + time.toEpochMilli()
                + "+"
                + id;
        images.add(new Artifact(name + ".png", folder.resolve(path)));
        images.add(new Artifact(name + "+compressed.webp", folder.resolve(path)));
      }
    }
    return images;
  }

  /** When a file was last written, or {@code atLeast} where that is later or there is no file. */
  Instant time(String path, Instant atLeast) {
    BasicFileAttributes attributes = files.get(path);
    Instant written = attributes == null ? atLeast : attributes.lastModifiedTime().toInstant();
    return written.isAfter(atLeast) ? written : atLeast;
  }

  /** A checksum of all names, sizes and times. */
  String digest() {
    StringBuilder text = new StringBuilder("1\n");
    files.forEach(
        (path, attributes) ->
            text.append(path)
                .append('\t')
                .append(attributes.size())
                .append('\t')
                .append(attributes.lastModifiedTime().toMillis())
                .append('\n'));
    return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }
}

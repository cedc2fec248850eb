package org.fivesigma.data.cache;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Parsed copies of data files as Parquet, kept under a folder and shared by runs and processes. A
 * copy belongs to a path and the options it was read with, and is used while the file's size and
 * time are as they were, or its content has the same SHA-256. A copy that was cut short or made by
 * another version is made again. The whole is bounded: the copies not used for longest go first.
 */
public final class ParsedFiles {
  /** Changes when what is written changes. */
  private static final int FORMAT = 1;

  /** Bytes kept unless {@code FIVESIGMA_CACHE_LIMIT} (in GB) says otherwise. */
  private static final long DEFAULT_LIMIT = 20L << 30;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Object IN_PROCESS = new Object();

  private final Path folder;
  private final FileDigests digests;
  private final long limit;

  /** The cache under {@code cache/parsed}. */
  public ParsedFiles(Path cache) {
    this(cache, configuredLimit());
  }

  /** The cache under {@code cache/parsed}, holding at most so many bytes. */
  public ParsedFiles(Path cache, long limit) {
    this.folder = cache.resolve("parsed");
    this.digests = new FileDigests(cache);
    this.limit = limit;
  }

  private static long configuredLimit() {
    String configured = System.getenv("FIVESIGMA_CACHE_LIMIT");
    if (configured == null || !configured.matches("[0-9]+(\\.[0-9]+)?")) {
      return DEFAULT_LIMIT;
    }
    return (long) (Double.parseDouble(configured) * (1L << 30));
  }

  /**
   * What is known of a copy.
   *
   * @param source the file it was made of, or what it is
   * @param sha256 of the file
   * @param copyBytes size of the copy
   * @param notes lines for the user, said again at every use
   */
  record Entry(
      int format,
      String version,
      String source,
      long sourceBytes,
      long sourceMillis,
      String sha256,
      long copyBytes,
      List<String> notes) {}

  /** Makes the copy of a file. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Writes the copy.
     *
     * @param copy where to
     * @param notes takes what the user should know about the file
     */
    void make(Path copy, Consumer<String> notes) throws IOException;
  }

  /**
   * The Parquet copy of a file, made if it is not there or not valid.
   *
   * @param file the data file
   * @param options everything that the content of the copy depends on beside the file
   * @param version of what makes the copy
   * @param log takes the notes of the copy
   * @throws IOException when the cache folder cannot be written
   */
  public Path copy(Path file, String options, String version, Consumer<String> log, Maker maker)
      throws IOException {
    Path source = file.toAbsolutePath().normalize();
    return kept(Optional.of(source), source + "\n" + options, version, log, maker);
  }

  /**
   * A Parquet file that is made of nothing but a description, such as generated events.
   *
   * @param description everything its content depends on
   */
  public Path made(String description, String version, Consumer<String> log, Maker maker)
      throws IOException {
    return kept(Optional.empty(), description, version, log, maker);
  }

  private Path kept(
      Optional<Path> source, String description, String version, Consumer<String> log, Maker maker)
      throws IOException {
    String key = FileDigests.sha256(description).substring(0, 32);
    Path copy = folder.resolve(key + ".parquet");
    Path about = folder.resolve(key + ".json");
    Files.createDirectories(folder);
    synchronized (IN_PROCESS) {
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(key + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Optional<Entry> entry =
            lock.isValid() ? valid(source, version, copy, about) : Optional.empty();
        if (entry.isEmpty()) {
          entry = Optional.of(make(source, description, version, copy, about, maker));
          shrink(copy);
        }
        Files.setLastModifiedTime(about, FileTime.from(Instant.now()));
        entry.get().notes().forEach(log);
        return copy;
      }
    }
  }

  private Entry make(
      Optional<Path> source, String description, String version, Path copy, Path about, Maker maker)
      throws IOException {
    Files.deleteIfExists(about);
    Path temporary = Files.createTempFile(folder, "making", ".parquet");
    try {
      long bytes = source.isPresent() ? Files.size(source.get()) : 0;
      long millis = source.isPresent() ? millis(source.get()) : 0;
      List<String> notes = new ArrayList<>();
      CompletableFuture<String> digest = CompletableFuture.supplyAsync(() -> digest(source));
      maker.make(temporary, notes::add);
      Entry entry =
          new Entry(
              FORMAT,
              version,
              source.map(Path::toString).orElse(description),
              bytes,
              millis,
              joined(digest),
              Files.size(temporary),
              notes);
      Files.move(
          temporary, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      write(about, entry);
      return entry;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private String digest(Optional<Path> source) {
    try {
      return source.isPresent() ? digests.remembered(source.get()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String joined(CompletableFuture<String> digest) throws IOException {
    try {
      return digest.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException io) {
        throw io.getCause();
      }
      throw e;
    }
  }

  private void write(Path about, Entry entry) throws IOException {
    Path temporary = Files.createTempFile(folder, "about", ".json");
    JSON.writeValue(temporary.toFile(), entry);
    Files.move(
        temporary, about, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static long millis(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }

  private Optional<Entry> valid(Optional<Path> source, String version, Path copy, Path about)
      throws IOException {
    Optional<Entry> read = read(about);
    if (read.isEmpty() || !Files.exists(copy)) {
      return Optional.empty();
    }
    Entry entry = read.get();
    if (entry.format() != FORMAT
        || !version.equals(entry.version())
        || entry.copyBytes() != Files.size(copy)) {
      return Optional.empty();
    }
    if (source.isEmpty()) {
      return read;
    }
    if (entry.sourceBytes() != Files.size(source.get())) {
      return Optional.empty();
    }
    long millis = millis(source.get());
    if (entry.sourceMillis() == millis) {
      return read;
    }
    if (!entry.sha256().equals(digests.remembered(source.get()))) {
      return Optional.empty();
    }
    Entry touched =
        new Entry(
            entry.format(),
            entry.version(),
            entry.source(),
            entry.sourceBytes(),
            millis,
            entry.sha256(),
            entry.copyBytes(),
            entry.notes());
    write(about, touched);
    return Optional.of(touched);
  }

  private static Optional<Entry> read(Path about) {
    if (!Files.exists(about)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(about.toFile(), Entry.class));
    } catch (IOException e) {
      return Optional.empty(); // cut short: the copy is made again
    }
  }

  private void shrink(Path keep) throws IOException {
    List<Copy> copies = list();
    long total = copies.stream().mapToLong(Copy::bytes).sum();
    for (Copy copy : copies) {
      if (total <= limit) {
        return;
      }
      if (!copy.file().equals(keep)) {
        delete(copy.file());
        total -= copy.bytes();
      }
    }
  }

  /**
   * One copy.
   *
   * @param file the Parquet file
   * @param source the file it was made of
   */
  public record Copy(Path file, String source, long bytes, Instant lastUsed) {}

  /** The copies, least recently used first. */
  public List<Copy> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Copy> copies = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path about : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        Optional<Entry> entry = read(about);
        Path copy = sibling(about, ".parquet");
        if (entry.isPresent() && Files.exists(copy)) {
          copies.add(
              new Copy(
                  copy,
                  entry.get().source(),
                  Files.size(copy),
                  Files.getLastModifiedTime(about).toInstant()));
        }
      }
    }
    copies.sort(Comparator.comparing(Copy::lastUsed).thenComparing(c -> c.file().toString()));
    return copies;
  }

  /**
   * Removes every copy.
   *
   * @return how many bytes were freed
   */
  public long clear() throws IOException {
    long freed = 0;
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          freed += Files.size(file);
          Files.deleteIfExists(file);
        }
      }
    }
    return freed;
  }

  private static void delete(Path copy) throws IOException {
    Files.deleteIfExists(sibling(copy, ".json"));
    Files.deleteIfExists(copy);
    Files.deleteIfExists(sibling(copy, ".lock"));
  }

  private static Path sibling(Path file, String ending) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
  }
}

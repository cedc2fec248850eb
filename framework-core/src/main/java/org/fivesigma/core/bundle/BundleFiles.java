package org.fivesigma.core.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files of a bundle, a folder or a zip, by names with slashes. Nothing outside is read: links
 * are not followed, a zip is not unpacked, and names that could lead elsewhere are refused. What is
 * read is checked against the manifest's sums every time, so that what was verified is what is
 * used.
 */
final class BundleFiles implements AutoCloseable {
  /** The manifest's name. */
  static final String MANIFEST = "manifest.json";

  private static final long MOST_TEXT_BYTES = 64L << 20;
  private static final long MOST_FILE_BYTES = Integer.MAX_VALUE - 16L;
  private static final int MOST_FILES = 100_000;
  private static final int MOST_NAME = 500;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*");

  private final Map<String, Content> files;
  private final AutoCloseable owner;
  private Map<String, String> sums = Map.of();

  private interface Content {
    InputStream open() throws IOException;
  }

  private BundleFiles(Map<String, Content> files, AutoCloseable owner) {
    this.files = files;
    this.owner = owner;
  }

  /** The files of a folder. */
  static BundleFiles ofFolder(Path folder) throws IOException {
    Map<String, Content> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          add(files, name, () -> Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
        } else if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          throw new IOException("it holds a link or a special file: " + name);
        }
      }
    }
    return new BundleFiles(files, () -> {});
  }

  /** The files of a zip; they may all lie in one folder inside. */
  static BundleFiles ofZip(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new IOException("it is no zip: " + e.getMessage(), e);
    }
    try {
      Map<String, Content> files = new TreeMap<>();
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
        if (!entry.isDirectory()) {
          if (files.containsKey(entry.getName())) {
            throw new IOException("it holds two files called " + entry.getName());
          }
          add(files, entry.getName(), () -> zip.getInputStream(entry));
        }
      }
      return new BundleFiles(withoutFolder(files), zip);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e instanceof IOException io ? io : new IOException("it is a broken zip: " + e, e);
    }
  }

  private static void add(Map<String, Content> files, String name, Content content)
      throws IOException {
    if (name.length() > MOST_NAME || !NAME.matcher(name).matches()) {
      throw new IOException(
          "it holds a file whose name could lead out of it: '"
              + name.substring(0, Math.min(80, name.length()))
              + "'");
    }
    if (files.size() >= MOST_FILES) {
      throw new IOException("it holds more than " + MOST_FILES + " files");
    }
    files.put(name, content);
  }

  private static Map<String, Content> withoutFolder(Map<String, Content> files) {
    if (files.containsKey(MANIFEST) || files.isEmpty()) {
      return files;
    }
    String first = files.keySet().iterator().next();
    String folder = first.substring(0, first.indexOf('/') + 1);
    if (!files.containsKey(folder + MANIFEST)
        || !files.keySet().stream().allMatch(name -> name.startsWith(folder))) {
      return files;
    }
    Map<String, Content> inside = new LinkedHashMap<>();
    files.forEach((name, content) -> inside.put(name.substring(folder.length()), content));
    return inside;
  }

  /** The manifest's text, which no sum covers. */
  String manifest() throws IOException {
    if (!files.containsKey(MANIFEST)) {
      throw new IOException("it lacks the file " + MANIFEST);
    }
    return new String(bytes(MANIFEST, MOST_TEXT_BYTES), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Compares every file with the manifest's sums. */
  void verify(Map<?, ?> expected) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    expected.forEach((name, sum) -> texts.put(String.valueOf(name), String.valueOf(sum)));
    Set<String> unlisted = new TreeSet<>(files.keySet());
    unlisted.removeAll(texts.keySet());
    unlisted.remove(MANIFEST);
    if (!unlisted.isEmpty()) {
      throw new IOException(
          "it has a file that its manifest does not list: " + unlisted.iterator().next());
    }
    for (Map.Entry<String, String> e : texts.entrySet()) {
      Content content = files.get(e.getKey());
      if (content == null || e.getKey().equals(MANIFEST)) {
        throw new IOException("it lacks the file " + e.getKey());
      }
      try (InputStream in = content.open()) {
        require(e.getKey(), Checksums.of(in, MOST_FILE_BYTES), e.getValue());
      }
    }
    sums = texts;
  }

  private static void require(String name, String sum, String expected) throws IOException {
    if (!sum.equals(expected)) {
      throw new IOException(
          "the file " + name + " was changed after it was written (its SHA-256 differs)");
    }
  }

  /** Names of the verified files, the manifest left out, in order. */
  Set<String> verified() {
    return new TreeSet<>(sums.keySet());
  }

  /** A verified file. */
  byte[] read(String name) throws IOException {
    return verified(name, MOST_FILE_BYTES);
  }

  /** A verified text. */
  String text(String name) throws IOException {
    return new String(verified(name, MOST_TEXT_BYTES), java.nio.charset.StandardCharsets.UTF_8);
  }

  private byte[] verified(String name, long most) throws IOException {
    String expected = sums.get(name);
    if (expected == null) {
      throw new IOException("the bundle lacks " + name);
    }
    byte[] bytes = bytes(name, most);
    require(name, Checksums.of(bytes), expected);
    return bytes;
  }

  private byte[] bytes(String name, long most) throws IOException {
    try (InputStream in = files.get(name).open()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] piece = new byte[1 << 16];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        if (out.size() + (long) n > most) {
          throw new IOException("the file " + name + " is larger than " + most + " bytes");
        }
        out.write(piece, 0, n);
      }
      return out.toByteArray();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      owner.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}

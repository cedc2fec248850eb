package org.fivesigma.data.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of files. A digest is remembered beside the cache for as long as the file keeps its path,
 * size and time, since eleven million rows take seconds to hash.
 */
public final class FileDigests {
  /** Files smaller than this are always hashed again. */
  private static final long REMEMBERED_FROM = 1 << 20;

  private final Path folder;

  /** Digests remembered under {@code cache/digests}. */
  public FileDigests(Path cache) {
    this.folder = cache.resolve("digests");
  }

  /** The digest of a file's content in hexadecimal, computed now. */
  public static String of(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[1 << 17];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The digest of a file's content in hexadecimal, as it was remembered or computed now. */
  public String remembered(Path file) throws IOException {
    long size = Files.size(file);
    if (size < REMEMBERED_FROM) {
      return of(file);
    }
    long time = Files.getLastModifiedTime(file).toMillis();
    String key = sha256(file.toAbsolutePath() + "\n" + size + "\n" + time);
    Path remembered = folder.resolve(key);
    if (Files.exists(remembered)) {
      String text = Files.readString(remembered).strip();
      if (text.matches("[0-9a-f]{64}")) {
        return text;
      }
    }
    String digest = of(file);
    try {
      Files.createDirectories(folder);
      Path temporary = Files.createTempFile(folder, "digest", ".tmp");
      Files.writeString(temporary, digest);
      Files.move(
          temporary,
          remembered,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      return digest; // a cache that cannot be written only costs time
    }
    return digest;
  }

  /** SHA-256 of a text in hexadecimal. */
  public static String sha256(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

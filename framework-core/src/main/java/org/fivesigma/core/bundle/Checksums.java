package org.fivesigma.core.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 of files. */
public final class Checksums {
  private Checksums() {}

  /** The sum of one file, in hexadecimal. */
  public static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The sum of a stream, in hexadecimal.
   *
   * @throws IOException when it is longer than {@code most} bytes
   */
  static String of(InputStream in, long most) throws IOException {
    MessageDigest digest = sha256();
    byte[] piece = new byte[1 << 16];
    long size = 0;
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      size += n;
      if (size > most) {
        throw new IOException("a file is larger than " + most + " bytes");
      }
      digest.update(piece, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The sum of some bytes, in hexadecimal. */
  public static String of(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  /** The sums of all regular files below a folder, by path with slashes, but for one file. */
  static Map<String, String> below(Path folder, String except) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (!name.equals(except)) {
          sums.put(name, of(file));
        }
      }
    }
    return sums;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

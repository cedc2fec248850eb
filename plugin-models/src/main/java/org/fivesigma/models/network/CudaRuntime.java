package org.fivesigma.models.network;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the CUDA runtime lies that pip installs with torch: beside the package {@code torch}, in
 * the folders {@code lib} of the packages of {@code nvidia}, where the loader of shared libraries
 * does not look.
 */
final class CudaRuntime {
  private CudaRuntime() {}

  /**
   * Folders that hold it, as a search path; empty where there are none.
   *
   * @param torch the folder {@code torch/lib}
   */
  static String folders(Path torch) {
    Path packages = torch.toAbsolutePath().normalize().resolve("../../nvidia").normalize();
    return Stream.concat(Stream.of(torch), inside(packages).stream().map(p -> p.resolve("lib")))
        .filter(folder -> inside(folder).stream().anyMatch(CudaRuntime::runtime))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean runtime(Path file) {
    return file.getFileName().toString().startsWith("libcudart.so");
  }

  private static List<Path> inside(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      // a folder that cannot be read holds nothing for us
      return List.of();
    }
  }
}

package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaRuntimeTest {
  @TempDir Path packages;

  private Path file(String path) throws IOException {
    Path file = packages.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.createFile(file).getParent();
  }

  @Test
  void theRuntimeOfPipLiesBesideTorch() throws IOException {
    Path torch = file("torch/lib/libtorch.so");
    file("nvidia/cublas/lib/libcublas.so.12");
    Path runtime = file("nvidia/cuda_runtime/lib/libcudart.so.12");
    assertThat(CudaRuntime.folders(torch)).isEqualTo(runtime.toString());
  }

  @Test
  void aLibtorchThatBringsItsRuntimeIsFoundFirst() throws IOException {
    Path torch = file("torch/lib/libcudart.so.12");
    Path runtime = file("nvidia/cu13/lib/libcudart.so.13");
    assertThat(CudaRuntime.folders(torch)).isEqualTo(torch + File.pathSeparator + runtime);
  }

  @Test
  void withoutOneThereIsNothingToSearch() throws IOException {
    assertThat(CudaRuntime.folders(file("torch/lib/libtorch.so"))).isEmpty();
    assertThat(CudaRuntime.folders(packages.resolve("absent/lib"))).isEmpty();
  }

  @Test
  void theRemedyDependsOnWhatWasTried() {
    assertThat(Devices.remedy(null)).contains("pip install torch", "PYTORCH_LIBRARY_PATH");
    assertThat(Devices.remedy("/torch/lib"))
        .contains("/torch/lib", "nvidia-smi", "libcudart", "PYTORCH_FLAVOR")
        .doesNotContain("pip install");
  }
}

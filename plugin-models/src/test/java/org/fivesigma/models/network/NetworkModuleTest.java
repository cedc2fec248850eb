package org.fivesigma.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NetworkModuleTest {
  @Test
  void theModuleIsWhatItsScriptMakes() throws IOException, NoSuchAlgorithmException {
    byte[] script = Files.readAllBytes(Path.of("src/main/python/make_network.py"));
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(script));
    assertThat(Torch.networkSource())
        .as("run make_network.py again after a change, as its first lines say")
        .isEqualTo(digest);
  }
}

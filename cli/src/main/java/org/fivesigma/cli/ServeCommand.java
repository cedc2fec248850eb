package org.fivesigma.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.fivesigma.core.bundle.Bundle;
import org.fivesigma.serving.ModelService;
import org.fivesigma.serving.ServeOptions;
import org.fivesigma.spi.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve MODEL}: a REST service. */
@Command(
    name = "serve",
    description = {
      "Serves a model over HTTP until it is told to end (Ctrl-C): POST /v1/predict takes csv or JSON.",
      "FIVESIGMA_SERVE_TOKEN in the environment is the token that clients must send, if any."
    },
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private static final String TOKEN = "FIVESIGMA_SERVE_TOKEN";
  private static final int LAST_PORT = 65535;

  private final Program program;

  @Mixin private ModelArgument model;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen; 0: any that is free. Default: 8080.")
  private int port = 8080;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to bind; 0.0.0.0: all. Default: 127.0.0.1, this machine only.")
  private String host = "127.0.0.1";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that score. Default: all cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--max-body",
      paramLabel = "MIB",
      description = "Largest body of a request in MiB. Default: 64.")
  private int maxBody = 64;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Longest time for a body to arrive, and to wait for scores. Default: 30.")
  private int timeout = 30;

  ServeCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws InterruptedException {
    require(port >= 0 && port <= LAST_PORT, "--port", port + " is no port; expected 0 to 65535");
    require(threads > 0, "--threads", "expected at least 1");
    require(maxBody > 0 && maxBody < 2048, "--max-body", "expected 1 to 2047");
    require(timeout > 0, "--timeout", "expected at least 1");
    String token = program.environment().get(TOKEN);
    require(token == null || !token.isBlank(), TOKEN, "the token is empty; unset it for none");
    ServeOptions defaults = ServeOptions.defaults(port);
    ServeOptions options =
        new ServeOptions(
            host,
            port,
            threads,
            (long) maxBody << 20,
            defaults.maxWaiting(),
            defaults.maxConnections(),
            Duration.ofSeconds(timeout),
            Optional.ofNullable(token).map(String::trim));
    Bundle bundle = Bundle.load(model.folder(program), program.catalog(), threads, "cpu");
    ModelService service;
    try {
      service = ModelService.start(bundle, options);
    } catch (RuntimeException e) {
      bundle.close();
      throw e;
    }
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  service.close();
                  bundle.close();
                  ended.countDown();
                },
                "end of service"));
    announce(service, bundle);
    ended.await();
    return ExitCode.DONE;
  }

  private void announce(ModelService service, Bundle bundle) {
    Console console = program.console();
    if (console.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("address", service.address().toString());
      document.put("name", bundle.manifest().name());
      console.document(document);
      console.flush();
    } else {
      console.message(
          "serving "
              + bundle.manifest().name()
              + " ("
              + bundle.manifest().features().size()
              + " features); Ctrl-C ends it");
      console.result(service.address().toString());
    }
  }

  private static void require(boolean holds, String option, String otherwise) {
    if (!holds) {
      throw UserError.of("bad-option", otherwise).at(option);
    }
  }
}

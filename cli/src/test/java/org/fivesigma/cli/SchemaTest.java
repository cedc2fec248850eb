package org.fivesigma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fivesigma.core.spec.bind.Defaults;
import org.fivesigma.core.spec.yaml.Scalars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JSON Schema that editors use agrees with the language. */
class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Schema schema() throws IOException {
    CommandLineRun run = CommandLineRun.in(folder, "schema");
    assertThat(run.exit()).isZero();
    JsonNode text = JSON.readTree(run.out());
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
  }

  private static List<Error> errors(Schema schema, String yaml) {
    return schema.validate(JSON.valueToTree(Scalars.plain(Defaults.parse(yaml, "test"))));
  }

  @Test
  void shippedExperimentsFollowTheSchema() throws IOException {
    Schema schema = schema();
    for (Path file : LanguageTest.experiments()) {
      if (LanguageTest.load(file).experiment().isPresent()) {
        String yaml = Files.readString(file).replaceAll("\\$\\{FIVESIGMA_DATA:-data\\}", "data");
        assertThat(errors(schema, yaml)).as(file.toString()).isEmpty();
        assertThat(errors(schema, LanguageTest.load(file).resolvedYaml()))
            .as("resolved " + file)
            .isEmpty();
      }
    }
  }

  @Test
  void theSchemaRefusesWhatTheLanguageRefuses() throws IOException {
    Schema schema = schema();
    String data = "data: {source: {type: csv, path: a.csv}, label: l}\n";
    assertThat(errors(schema, data + "model: {type: xgboost, eta: 0.1}\n")).isEmpty();
    assertThat(errors(schema, data + "model: xgboost\n")).isEmpty();
    assertThat(errors(schema, data + "model: {type: xgboost, eta: \"$${ETA}\"}\n")).isEmpty();
    for (String wrong :
        List.of(
            "model: {type: xgboost, eta: fast}\n",
            "model: {type: xgboost, eta: 3}\n",
            "model: {type: xgboost, max_dept: 3}\n",
            "model: {type: xgbost}\n",
            "model: {type: mlp, optimizer: {type: adam, learning_rat: 0.1}}\n",
            "modle: xgboost\n",
            "model: xgboost\nrepeat: {times: 3, vary: all_of_it}\n",
            "model: xgboost\nevaluate: {metrics: [auk]}\n")) {
      assertThat(errors(schema, data + wrong)).as(wrong).isNotEmpty();
    }
  }
}

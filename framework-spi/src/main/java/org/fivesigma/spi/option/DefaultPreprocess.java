package org.fivesigma.spi.option;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a trainer's options record: the preprocessing it wants where the file says nothing, as a YAML
 * list.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DefaultPreprocess {
  /**
   * For example {@code [{type: impute, strategy: median, indicator: true}, {type:
   * standard_scale}]}.
   */
  String value();
}

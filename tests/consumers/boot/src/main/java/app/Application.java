// SPDX-License-Identifier: Apache-2.0
package app;

import dev.tenon.Interpreter;
import dev.tenon.module.ModuleObject;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/// A program with an interpreter as a bean: Spring closes it with the application.
@SpringBootApplication
public class Application {

  /// Starts the program.
  ///
  /// @param path where modules are searched
  public static void main(String[] path) {
    SpringApplication application = new SpringApplication(Application.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.run(path).close();
  }

  /// The interpreter of the application.
  ///
  /// @param arguments where modules are searched
  @Bean
  public Interpreter interpreter(ApplicationArguments arguments) {
    return Interpreter.builder().path(arguments.getSourceArgs()).build();
  }

  /// What runs once the application is up.
  ///
  /// @param interpreter the interpreter of the application
  @Bean
  public ApplicationRunner count(Interpreter interpreter) {
    return _ -> {
      ModuleObject counter = interpreter.importModule("counter");
      System.out.println(counter.call("add", 40) + " " + counter.call("next"));
    };
  }
}

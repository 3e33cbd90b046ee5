// SPDX-License-Identifier: Apache-2.0
package app;

import dev.tenon.Interpreter;
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

  /// The functions of the module `counter`.
  public interface Counter {

    /// Counts up.
    ///
    /// @param step by how much
    long add(long step);

    /// Counts up by one.
    long next();
  }

  /// The module, in the shape of an interface.
  ///
  /// @param interpreter the interpreter of the application
  @Bean
  public Counter counter(Interpreter interpreter) {
    return interpreter.importModule("counter").as(Counter.class);
  }

  /// What runs once the application is up.
  ///
  /// @param counter the module
  @Bean
  public ApplicationRunner count(Counter counter) {
    return _ -> System.out.println(counter.add(40) + " " + counter.next());
  }
}

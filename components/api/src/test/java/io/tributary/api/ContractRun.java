package io.tributary.api;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs a contract suite inside a test, to see that it fails a broken implementation. The suite's
 * class is best a static nested one, so that nothing else runs it. Needs {@code
 * junit-platform-launcher} among the module's test dependencies.
 */
public final class ContractRun {
  private ContractRun() {}

  /** Messages of the tests of {@code suite} that failed, by method name. */
  public static Map<String, String> failures(Class<?> suite) {
    var failures = new TreeMap<String, String>();
    var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(suite)).build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result
                    .getThrowable()
                    .ifPresent(
                        thrown ->
                            failures.put(
                                test.getDisplayName().replace("()", ""), thrown.toString()));
              }
            });
    return failures;
  }
}

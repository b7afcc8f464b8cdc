/**
 * What judges a plug-in: contract tests that an author extends by one class, a container for tests that need OSGi, and the
 * architecture's rules. It is for test class paths; nothing of it is exported to bundles.
 */
package dev.parley.testkit;

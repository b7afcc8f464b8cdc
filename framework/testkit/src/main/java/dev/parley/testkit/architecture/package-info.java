/**
 * The architecture's rules as code: {@link dev.parley.testkit.architecture.SourceRules} need the source tree alone, {@link
 * dev.parley.testkit.architecture.ClassRules} need it built, {@link dev.parley.testkit.architecture.ClassPathRules} judge
 * the contributions on the class path of whoever calls.
 */
package dev.parley.testkit.architecture;

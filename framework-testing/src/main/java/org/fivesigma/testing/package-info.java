/**
 * Contract tests that every plugin of a kind passes, and what tests of models need to train one.
 */
package org.fivesigma.testing;

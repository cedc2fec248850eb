/** Contract tests that every plugin of a kind passes. */
package org.fivesigma.testing;

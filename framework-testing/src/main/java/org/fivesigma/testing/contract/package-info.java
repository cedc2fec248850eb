/** What every plugin of a kind does, as tests that any plugin's author can run over their own. */
package org.fivesigma.testing.contract;

/** The command line. */
package org.fivesigma.cli;

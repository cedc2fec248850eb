/** The Python environments that the program makes and keeps for itself. */
package org.fivesigma.spi.python;

/** How options are declared once, as annotated records, and handed over bound and checked. */
package org.fivesigma.spi.option;

/** Sources, the table loader, splits and the toy generator. */
package org.fivesigma.data;

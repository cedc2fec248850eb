/** Logistic regression, binary and multinomial. */
package org.fivesigma.models.linear;

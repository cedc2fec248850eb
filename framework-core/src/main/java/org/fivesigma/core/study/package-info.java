/** Studies: the journal of trials, which trial comes next, and the space they are drawn from. */
package org.fivesigma.core.study;

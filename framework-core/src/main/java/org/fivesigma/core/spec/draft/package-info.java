/** Drafts of experiment files for data that someone has. */
package org.fivesigma.core.spec.draft;

/** The experiment language: what a file may say, parsed with positions, checked and resolved. */
package org.fivesigma.core.spec;

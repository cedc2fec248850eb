/** The sql source: queries over files and over DuckDB and SQLite databases. */
package org.fivesigma.data.query;

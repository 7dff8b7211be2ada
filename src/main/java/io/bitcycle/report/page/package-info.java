/**
 * {@code report}: run folders, read strictly, as one HTML page that needs no network. One class per section; what a page says
 * follows from the files alone, so the same folders always give the same bytes.
 */
package io.bitcycle.report.page;

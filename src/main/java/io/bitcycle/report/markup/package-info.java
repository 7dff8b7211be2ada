/** HTML and SVG as a tree of elements, so that everything is closed and escaped. */
package io.bitcycle.report.markup;

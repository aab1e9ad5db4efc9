/** Files that are replaced whole, read within a bound, and locked for a moment. */
@NullMarked
package dev.presence.files;

import org.jspecify.annotations.NullMarked;

/** The words of the field as values that check themselves. Imports the JDK alone. */
@NullMarked
package dev.presence.model;

import org.jspecify.annotations.NullMarked;

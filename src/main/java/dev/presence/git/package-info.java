/** The list in a Git repository; JGit is named here and nowhere else. */
@NullMarked
package dev.presence.git;

import org.jspecify.annotations.NullMarked;

/** A list in ZooKeeper: address, session, layout, reading, writing, marks, watches, rights. */
@NullMarked
package dev.presence.zk;

import org.jspecify.annotations.NullMarked;

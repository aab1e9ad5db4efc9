package dev.presence.doctor;

import java.util.List;

/** Looks at one thing that a node needs. */
public interface Check {
  List<Finding> look();
}

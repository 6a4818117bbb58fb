import Testing

/// Every test of a whole fleet, one after the other: each keeps all processors busy with git, so
/// that two of them side by side would only wait for each other, and starve everybody else's tests.
@Suite(.serialized) enum FleetTests {}

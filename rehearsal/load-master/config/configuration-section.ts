/**
 * One concern of a unit's configuration. `State` is plain data: it can be compared, written to a backup and sent to
 * the partner. Both ways it is copied, so nobody shares it with the unit.
 */
export interface ConfigurationSection<State> {
  snapshot(): State;
  /** Replaces everything there is. */
  restore(state: State): void;
}

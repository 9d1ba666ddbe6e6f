/** The operations of a resource provider that roles may name, spelled as Azure spells them. */
export type Provider = {
  name: string;
  displayName: string;
  actions: readonly string[];
  dataActions: readonly string[];
};

/** A provider from what stands behind its name: `roleAssignments/write` for `Microsoft.Authorization/roleAssignments/write`. */
export function provider(given: {
  name: string;
  displayName: string;
  actions: readonly string[];
  dataActions?: readonly string[];
}): Provider {
  const { name, displayName, actions, dataActions = [] } = given;
  const full = (operations: readonly string[]) => operations.map((each) => `${name}/${each}`);
  return { name, displayName, actions: full(actions), dataActions: full(dataActions) };
}

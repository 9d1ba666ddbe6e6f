/** Azure RBAC's permission block. A NotAction limits only the actions of its own block. */
export type Permission = {
  actions: string[];
  notActions: string[];
  dataActions: string[];
  notDataActions: string[];
  /** Some of Azure's own roles grant a block only where this holds. */
  condition?: string;
};

/** An Azure role definition. */
export type RoleDefinition = {
  /** The role definition's GUID. Its ARM id is prefixed with whatever scope was asked: compare by this. */
  name: string;
  roleName: string;
  type: 'BuiltInRole' | 'CustomRole';
  description: string;
  assignableScopes: string[];
  permissions: Permission[];
  /** When it was last written: ISO 8601, UTC; absent if Azure does not say. */
  updatedOn?: string;
};

/** An Azure role assignment. */
export type RoleAssignment = {
  id: string;
  /** Its GUID. */
  name: string;
  scope: string;
  /** The GUID of the role definition, without the scope it was read at. */
  roleDefinition: string;
  principalId: string;
  description?: string;
  /** ISO 8601, UTC. */
  createdOn: string;
  /** When it was last written, the condition included: ISO 8601, UTC; absent if Azure does not say. */
  updatedOn?: string;
  /** An ABAC condition narrows what the assignment gives. */
  condition?: string;
};

import * as z from 'zod';

const text = z.string();

/** A custom role as it has to be, in the words of senderRole.ts. */
const wantedRole = z.strictObject({
  name: text,
  roleName: text,
  description: text,
  assignableScopes: z.array(text),
  permissions: z.array(
    z.strictObject({
      actions: z.array(text),
      notActions: z.array(text),
      dataActions: z.array(text),
      notDataActions: z.array(text),
      condition: text.exactOptional(),
    }),
  ),
});

/** One step of a fix, as data. Roles go by their GUID, assignments, usernames and mail services by their ARM id. */
export const fixStepSchema = z.discriminatedUnion('do', [
  /** Makes a role definition, or writes it back to what it has to be. */
  z.strictObject({ do: z.literal('putRole'), role: wantedRole }),
  /** Assigns the SMTP sender role at the mail service, under the name that Mailgrant gives it too. */
  z.strictObject({ do: z.literal('assignSenderRole'), serviceId: text, principalId: text, role: text }),
  /** Writes an assignment as it is, but for its condition. */
  z.strictObject({
    do: z.literal('removeCondition'),
    id: text,
    principalId: text,
    principalType: text,
    role: text,
  }),
  /** Who holds it and what it gives are there to be compared: another one may have its name by now. */
  z.strictObject({ do: z.literal('deleteAssignment'), id: text, principalId: text, role: text }),
  z.strictObject({ do: z.literal('deleteUsername'), id: text, appId: text }),
  // Mailgrant never writes to Microsoft Entra: what follows is for people.
  z.strictObject({ do: z.literal('leaveGroup'), groupId: text, principalId: text }),
  /** Adds a secret beside the old ones, and prints it. */
  z.strictObject({ do: z.literal('addSecret'), appId: text }),
  z.strictObject({ do: z.literal('deleteSecret'), appId: text, keyId: text }),
]);
export type FixStep = z.infer<typeof fixStepSchema>;

/** A step that takes something away, or takes a limit off it: not before everything narrow is in effect. */
export type Removal = Extract<FixStep, { do: 'deleteAssignment' | 'deleteUsername' | 'removeCondition' }>;

/** Whether Mailgrant can carry the step out by itself. */
export function isByMailgrant(step: FixStep): boolean {
  switch (step.do) {
    case 'putRole':
    case 'assignSenderRole':
    case 'deleteAssignment':
    case 'deleteUsername':
      return true;
    case 'removeCondition':
      // Its identity may be allowed to assign roles to service principals alone.
      return step.principalType.toLowerCase() === 'serviceprincipal';
    case 'leaveGroup':
    case 'addSecret':
    case 'deleteSecret':
      return false;
  }
}

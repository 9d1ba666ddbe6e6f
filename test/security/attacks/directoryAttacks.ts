import type { AttackedEstate } from '../attackedEstate.ts';
import type { Attack } from './attack.ts';

/** Microsoft Entra, and the vault. */
export function directoryAttacks({ idOf, azure: { state } }: AttackedEstate): Attack[] {
  const self = idOf('mailgrant');
  const graph = 'https://graph.microsoft.com/v1.0';
  const invoice = [...state.applications.values()].find((each) => each.displayName === 'Invoice Service');
  const application = `${graph}/applications/${invoice?.objectId}`;
  const denied = {
    refused: '403 Authorization_RequestDenied',
    says: 'Insufficient privileges to complete the operation.',
  };
  const me = { '@odata.id': `${graph}/directoryObjects/${self}` };
  const rows: [name: string, call: string, body?: unknown][] = [
    ['tags an application', `PATCH ${application}`, { tags: ['mailgrant'] }],
    ['adds a secret to an application', `POST ${application}/addPassword`, {}],
    ['owns an application', `POST ${application}/owners/$ref`, me],
    ['is trusted by an application', `POST ${application}/federatedIdentityCredentials`, {}],
    ['deletes an application', `DELETE ${application}`],
    ['registers an application', `POST ${graph}/applications`, { displayName: 'Mine' }],
    ['gives itself a Graph permission', `POST ${graph}/servicePrincipals/${self}/appRoleAssignments`, {}],
    ['becomes an administrator', `POST ${graph}/roleManagement/directory/roleAssignments`, {}],
    ['joins a group', `POST ${graph}/groups/${idOf('Mail Team')}/members/$ref`, me],
  ];
  return [
    ...rows.map(([name, call, body]) => ({ name, call, body, ...denied })),
    {
      name: 'sets a secret of the vault',
      call: 'PUT https://contoso-vault.vault.azure.net/secrets/mine?api-version=7.4',
      body: { value: 'x' },
      refused: '403 Forbidden',
      says: "Action: 'Microsoft.KeyVault/vaults/secrets/setSecret/action'",
    },
  ];
}

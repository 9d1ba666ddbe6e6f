import { describe, expect, it } from 'vitest';
import { localGateways } from './localGateways.ts';
import { scope, serviceId } from './recordedAnswers.ts';

const emailService = `${scope}/providers/Microsoft.Communication/emailServices/contoso-email`;
const domainId = (name: string) => `${emailService}/domains/${name}`;
const siblingId = (name: string) => serviceId.replace('contoso-mail', name);
const tenantId = '8b1f5e0c-3d7a-4c59-9e42-6f0a1b2c3d4e';
const appId = '735ffca9-2020-4c43-a16d-128dd4221e90';
const key = { serviceId, name: 'Invoices-Smtp' };
const invoices = { username: 'Contoso-Invoices', appId, tenantId };

describe('a mail service', () => {
  it('is read with its linked domains', async () => {
    const { mailServices } = localGateways();
    const service = await mailServices.service(serviceId);
    expect(service).toMatchObject({ name: 'contoso-mail' });
    expect(service?.id.toLowerCase()).toBe(serviceId.toLowerCase());
    expect(service?.linkedDomains.map((id) => id.toLowerCase())).toEqual(
      [domainId('AzureManagedDomain'), domainId('mail.contoso.example')].map((id) => id.toLowerCase()),
    );
  });

  it('has no linked domains if Azure leaves them out', async () => {
    const { mailServices } = localGateways();
    expect(await mailServices.service(siblingId('contoso-empty'))).toMatchObject({ linkedDomains: [] });
  });

  it('is found whatever the case of its id', async () => {
    const { mailServices } = localGateways();
    expect(await mailServices.service(serviceId.toUpperCase())).toMatchObject({ name: 'contoso-mail' });
  });

  it('is read with its siblings in one call', async () => {
    const { mailServices, gets } = localGateways();
    const ids = ['lab.contoso.example', 'mail.contoso.example'].map(domainId);
    const found = await mailServices.domains(
      ids.map((id) => id.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')),
    );
    expect(found.map(({ senderDomain }) => senderDomain).sort()).toEqual([
      'lab.contoso.example',
      'mail.contoso.example',
    ]);
    expect(gets()).toHaveLength(1);
  });

  it('that is not there is left out', async () => {
    const { mailServices } = localGateways();
    expect(await mailServices.service(siblingId('nobody'))).toBeUndefined();
  });

  it('is refused to whoever may not read it', async () => {
    const { mailServices } = localGateways().as('Parking Gate');
    await expect(mailServices.service(serviceId)).rejects.toMatchObject({
      name: 'AzureError',
      status: 403,
      code: 'AuthorizationFailed',
      message: expect.stringMatching(/Microsoft\.Communication\/communicationServices\/read/i) as string,
    });
  });
});

describe('a mail domain', () => {
  it.each([
    ['mail.contoso.example', { senderDomain: 'mail.contoso.example', verified: true }],
    ['lab.contoso.example', { senderDomain: 'lab.contoso.example', verified: false }],
    [
      'AzureManagedDomain',
      { senderDomain: expect.stringMatching(/\.azurecomm\.net$/) as string, verified: true },
    ],
  ])('%s', async (name, expected) => {
    const { mailServices } = localGateways();
    expect(await mailServices.domains([domainId(name)])).toMatchObject([expected]);
  });

  it('that is not there is undefined', async () => {
    const { mailServices } = localGateways();
    expect(await mailServices.domains([domainId('nowhere.example')])).toEqual([]);
  });
});

describe('an SMTP username', () => {
  it('is created, read, listed and deleted', async () => {
    const { mailServices } = localGateways();
    const created = await mailServices.putUsername(key, invoices);
    expect(created).toMatchObject({ name: 'Invoices-Smtp', username: 'Contoso-Invoices', appId });

    // Azure lower-cases the name on reads, and keeps the login.
    const read = await mailServices.username(key);
    expect(read).toMatchObject({ name: 'invoices-smtp', username: 'Contoso-Invoices', appId });
    expect(read?.id.toLowerCase()).toBe(created.id.toLowerCase());
    expect((await mailServices.usernames(serviceId)).map(({ username }) => username).sort()).toEqual([
      'Contoso-Invoices',
      'contoso-newsletter',
    ]);

    await mailServices.deleteUsername(key);
    expect(await mailServices.username(key)).toBeUndefined();
    await mailServices.deleteUsername(key);
  });

  it('put twice stays one', async () => {
    const { mailServices } = localGateways();
    await mailServices.putUsername(key, invoices);
    await mailServices.putUsername({ ...key, name: key.name.toLowerCase() }, invoices);
    expect(await mailServices.usernames(serviceId)).toHaveLength(2);
  });

  it.each([
    ['with dots and an @, which Azure does not take for a name', { name: 'me@contoso.example' }],
    ['named like its login', { name: 'contoso-invoices' }],
  ])('%s is refused', async (_, { name }) => {
    const { mailServices } = localGateways();
    await expect(mailServices.putUsername({ serviceId, name }, invoices)).rejects.toMatchObject({
      name: 'AzureError',
      status: 400,
    });
  });

  it('of a mail service that is not there: reads find nothing, writes are refused, deletes succeed', async () => {
    const { mailServices } = localGateways();
    const nobodys = { serviceId: siblingId('nobody'), name: 'x' };
    expect(await mailServices.username(nobodys)).toBeUndefined();
    await mailServices.deleteUsername(nobodys);
    await expect(mailServices.putUsername(nobodys, invoices)).rejects.toMatchObject({ status: 404 });
    await expect(mailServices.usernames(nobodys.serviceId)).rejects.toMatchObject({ status: 404 });
  });

  it('is refused to whoever may not write it', async () => {
    const { mailServices } = localGateways().as('Parking Gate');
    await expect(mailServices.putUsername(key, invoices)).rejects.toMatchObject({
      status: 403,
      code: 'AuthorizationFailed',
    });
    await expect(mailServices.deleteUsername(key)).rejects.toMatchObject({ status: 403 });
  });
});

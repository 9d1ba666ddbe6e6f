import { expect, it } from 'vitest';
import { ownTags, wishOf } from '../../src/domain/tags.ts';
import { appId, serviceId } from '../support/records.ts';

const other = `${serviceId}-other`;
const rules = { tag: 'mailgrant', services: [serviceId, other] as const };
const plain = { application: appId, serviceId, role: { kind: 'least-privilege' }, scope: 'resource' };

it.each([
  { why: 'no tags', tags: [], wish: undefined },
  {
    why: 'the tags of others',
    tags: ['HideApp', 'mailgrant-test', 'mailgrants', 'x:mailgrant'],
    wish: undefined,
  },
  { why: 'the tag alone', tags: ['HideApp', 'mailgrant'], wish: plain },
  { why: 'another case and blanks', tags: [' MailGrant '], wish: plain },
  {
    why: 'a service',
    tags: ['mailgrant', `mailgrant:service=${other}`],
    wish: { ...plain, serviceId: other },
  },
  { why: 'a service by name', tags: ['mailgrant:service=contoso-mail'], wish: plain },
  { why: 'a username', tags: ['mailgrant:username= billing '], wish: { ...plain, username: 'billing' } },
  {
    why: 'a username with an equals sign',
    tags: ['mailgrant:username=a=b'],
    wish: { ...plain, username: 'a=b' },
  },
  {
    why: 'the same thing twice',
    tags: ['mailgrant:username=billing', 'Mailgrant:Username=billing'],
    wish: { ...plain, username: 'billing' },
  },
  { why: 'a role', tags: ['mailgrant:role=owner'], wish: [{ code: 'invalid-tag' }] },
  { why: 'a key without a value', tags: ['mailgrant:username='], wish: [{ code: 'invalid-tag' }] },
  { why: 'nothing behind the colon', tags: ['mailgrant:'], wish: [{ code: 'invalid-tag' }] },
  {
    why: 'every problem at once',
    tags: ['mailgrant:scope=subscription', 'mailgrant:service=nope', 'mailgrant:username=no such'],
    wish: [{ code: 'invalid-tag' }, { code: 'service-not-allowed' }, { code: 'invalid-username' }],
  },
  {
    why: 'two services',
    tags: [`mailgrant:service=${serviceId}`, `mailgrant:service=${other}`],
    wish: [{ code: 'conflicting-tags' }],
  },
])('$why', ({ tags, wish }) => {
  const read = wishOf({ appId, tags }, rules);
  if (wish === undefined) expect(read).toBeUndefined();
  else expect(read).toMatchObject(wish);
});

it('knows its own tags by another name too', () => {
  expect(ownTags(['smtp', 'SMTP:username=a', 'mailgrant', 'smtpx'], 'smtp')).toEqual([
    'smtp',
    'SMTP:username=a',
  ]);
});

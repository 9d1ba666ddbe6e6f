import { X509Certificate, createPrivateKey } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { systemClock } from '../clock.ts';

export type Certificates = {
  /** The server's private key and certificate, PEM. */
  key: string;
  cert: string;
  /** The certificate that clients must trust: a file to name to them, and its text. */
  caFile: string;
  ca: string;
};

const day = 24 * 3600_000;
const lifetime = 365 * day;
// Clients with a clock slightly behind should not stumble over a certificate made just now.
const slack = day;

/**
 * A certificate authority of our own and a server certificate for this machine's own names. Taken from the folder
 * while they are good for another day, made anew otherwise. The authority's key is thrown away after signing:
 * whoever trusts this authority trusts one certificate, and nobody can make a second.
 */
export async function loadCertificates(folder: string): Promise<Certificates> {
  const files = {
    ca: join(folder, 'ca.pem'),
    cert: join(folder, 'server.pem'),
    key: join(folder, 'server.key'),
  };
  const kept = readKept(files);
  const made = kept ?? (await makeCertificates());
  if (kept === undefined) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeWhole(files.key, made.key, 0o600);
    writeWhole(files.cert, made.cert, 0o644);
    writeWhole(files.ca, made.ca, 0o644);
  }
  return { ...made, caFile: files.ca };
}

type Pems = { key: string; cert: string; ca: string };

function readKept(files: Record<keyof Pems, string>): Pems | undefined {
  const [key, cert, ca] = [files.key, files.cert, files.ca].map(readIfThere);
  if (key === undefined || cert === undefined || ca === undefined) return undefined;
  const server = new X509Certificate(cert);
  const authority = new X509Certificate(ca);
  // TLS goes by the system's time, whatever clock the local Azure runs on.
  const needed = systemClock.now() + day;
  const good =
    server.validToDate.getTime() > needed &&
    authority.validToDate.getTime() > needed &&
    server.verify(authority.publicKey) &&
    server.checkPrivateKey(createPrivateKey(key));
  if (!good) return undefined;
  chmodSync(files.key, 0o600);
  return { key, cert, ca };
}

async function makeCertificates(): Promise<Pems> {
  const now = systemClock.now();
  const validity = { notBeforeDate: new Date(now - slack), notAfterDate: new Date(now + lifetime) };
  const common = { ...validity, keyType: 'ec', algorithm: 'sha256' } as const;
  const authority = await generate([{ name: 'commonName', value: 'Local Azure certificate authority' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { key: server.private, cert: server.cert, ca: authority.cert };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** In one move, so that a second process never reads half a file. */
function writeWhole(file: string, text: string, mode: number): void {
  const part = `${file}.${process.pid}`;
  writeFileSync(part, text, { mode });
  renameSync(part, file);
}
